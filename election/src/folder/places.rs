//! Where each key of a table is, for what can be judged only when all files are read.

use toml::de::{DeTable, DeValue};

use super::defect::Defect;

/// Keys by their path, such as `seats.reserved[0].group`, with the offset of their value.
#[derive(Clone, Debug, Default)]
pub(super) struct Places(Vec<(String, usize)>);

impl Places {
    /// Those of a table and of all that is in it.
    pub(super) fn of(table: &DeTable<'_>, offset: usize) -> Self {
        let mut places = Self(vec![(String::new(), offset)]);
        places.table("", table);
        places
    }

    fn table(&mut self, path: &str, table: &DeTable<'_>) {
        for (key, value) in table.iter() {
            let key: &str = key.get_ref();
            let path = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
            self.value(path, value.get_ref(), value.span().start);
        }
    }

    fn value(&mut self, path: String, value: &DeValue<'_>, offset: usize) {
        match value {
            DeValue::Table(table) => self.table(&path, table),
            DeValue::Array(list) => {
                for (at, item) in list.iter().enumerate() {
                    self.value(format!("{path}[{at}]"), item.get_ref(), item.span().start);
                }
            }
            _ => {}
        }
        self.0.push((path, offset));
    }

    /// A defect at a path, or at what is nearest above it if it is not written out.
    pub(super) fn defect(&self, file: &str, text: &str, path: &str, message: &str) -> Defect {
        let mut above = path;
        let offset = loop {
            if let Some((_, offset)) = self.0.iter().find(|(known, _)| known == above) {
                break *offset;
            }
            above = above.rfind(['.', '[']).map_or("", |end| &above[..end]);
        };
        Defect::at_offset(file, text, offset, message).in_field(field(path))
    }
}

/// The key that a path ends with.
pub(super) fn field(path: &str) -> &str {
    let last = path.rsplit('.').next().unwrap_or(path);
    last.split('[').next().unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_is_not_written_out_is_found_at_what_is_above_it() {
        let text = "total = 3\n[[reserved]]\ngroup = \"a\"\n[[reserved]]\ngroup = \"b\"\n";
        let table = DeTable::parse(text).expect("TOML");
        let places = Places::of(table.get_ref(), 0);
        let at = |path| places.defect("e.toml", text, path, "wrong").to_string();
        assert_eq!(at("reserved[1].group"), "e.toml:5:9: group: wrong");
        assert_eq!(at("reserved[1].seats"), "e.toml:4:1: seats: wrong");
        assert_eq!(at("tier.method"), "e.toml:1:1: method: wrong");
    }
}
