//! Reads what R saves: version 2 of its serialisation in the XDR format, as far as tables and matrices need it.

use std::collections::BTreeMap;

/// A value with its attributes.
#[derive(Clone, Debug, Default)]
pub struct Value {
    pub data: Data,
    pub attributes: BTreeMap<String, Value>,
}

#[derive(Clone, Debug, Default)]
pub enum Data {
    #[default]
    Nil,
    Numbers(Vec<u64>),
    Texts(Vec<String>),
    List(Vec<Value>),
    /// What was saved under which name.
    Pairs(Vec<(String, Value)>),
}

impl Value {
    pub fn numbers(&self) -> &[u64] {
        let Data::Numbers(numbers) = &self.data else { panic!("no numbers: {self:?}") };
        numbers
    }

    pub fn texts(&self) -> &[String] {
        let Data::Texts(texts) = &self.data else { panic!("no texts: {self:?}") };
        texts
    }

    pub fn list(&self) -> &[Value] {
        let Data::List(list) = &self.data else { panic!("no list: {self:?}") };
        list
    }

    /// A member of a list, or a column of a table, by name.
    pub fn named(&self, name: &str) -> &Value {
        let at = self.attributes["names"].texts().iter().position(|one| one == name).unwrap();
        &self.list()[at]
    }
}

/// The value that is saved under `name`.
pub fn read(bytes: &[u8], name: &str) -> Value {
    let mut reader = Reader { rest: bytes.strip_prefix(b"RDX2\nX\n").unwrap(), symbols: Vec::new() };
    // The versions of the format, of who wrote it, and of who can read it.
    assert_eq!([reader.number(), reader.number(), reader.number()][0], 2);
    let Data::Pairs(pairs) = reader.value().data else { panic!("no names") };
    pairs.into_iter().find(|(saved, _)| saved == name).unwrap().1
}

struct Reader<'a> {
    rest: &'a [u8],
    symbols: Vec<String>,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> &'a [u8] {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    fn number(&mut self) -> i32 {
        i32::from_be_bytes(self.take(4).try_into().unwrap())
    }

    fn length(&mut self) -> usize {
        self.number().try_into().unwrap()
    }

    /// Votes and seats that were saved as floating point numbers are whole numbers all the same.
    fn whole(&mut self) -> u64 {
        let bits = u64::from_be_bytes(self.take(8).try_into().unwrap());
        let (exponent, fraction) = ((bits >> 52) & 0x7ff, (bits & ((1 << 52) - 1)) | (1 << 52));
        if bits == 0 { 0 } else { fraction >> (1075 - exponent) }
    }

    fn value(&mut self) -> Value {
        let flags = self.number();
        // What refers to a symbol has its number in these bits.
        let has_attributes = flags & 0x200 != 0 && flags & 0xff != 255;
        let data = match flags & 0xff {
            254 => Data::Nil,
            1 => {
                let name = self.text();
                self.symbols.push(name.clone());
                Data::Texts(vec![name])
            }
            255 => Data::Texts(vec![self.symbols[usize::try_from(flags >> 8).unwrap() - 1].clone()]),
            2 => return self.pairs(flags),
            10 | 13 => Data::Numbers(self.many(|reader| u64::try_from(reader.number()).unwrap_or(0))),
            14 => Data::Numbers(self.many(Self::whole)),
            16 => Data::Texts(self.many(Self::text)),
            19 => Data::List(self.many(Self::value)),
            other => panic!("a value of kind {other}"),
        };
        let attributes = if has_attributes { self.value().data } else { Data::Nil };
        let attributes =
            if let Data::Pairs(pairs) = attributes { pairs.into_iter().collect() } else { BTreeMap::new() };
        Value { data, attributes }
    }

    fn many<T>(&mut self, one: impl Fn(&mut Self) -> T) -> Vec<T> {
        (0..self.length()).map(|_| one(self)).collect()
    }

    fn text(&mut self) -> String {
        assert_eq!(self.number() & 0xff, 9, "a text");
        let length = self.length();
        let bytes = self.take(length);
        // What is not UTF-8 is Latin-1: each byte is its letter.
        str::from_utf8(bytes).map_or_else(|_| bytes.iter().copied().map(char::from).collect(), str::to_owned)
    }

    /// A linked list of names and values, which ends with nothing.
    fn pairs(&mut self, mut flags: i32) -> Value {
        let mut pairs = Vec::new();
        while flags & 0xff == 2 {
            assert_eq!(flags & 0x600, 0x400, "a name and no attributes");
            let name = self.value().texts()[0].clone();
            pairs.push((name, self.value()));
            flags = self.number();
        }
        Value { data: Data::Pairs(pairs), ..Value::default() }
    }
}
