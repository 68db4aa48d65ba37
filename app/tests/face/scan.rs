//! Reads the cells of a page back out of its HTML: a scan that knows just as much as that needs.

/// An element that carries cells.
#[derive(Debug)]
pub struct Element {
    /// Its keys.
    pub keys: Vec<String>,
    /// Its attributes, values as a reader sees them.
    pub attributes: Vec<(String, String)>,
    /// Its text up to the next tag.
    pub text: String,
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// All elements with `data-cell`.
pub fn elements(html: &str) -> Vec<Element> {
    let starts = html.match_indices(" data-cell=\"").map(|(at, _)| html[..at].rfind('<').expect("inside a tag"));
    let mut elements: Vec<Element> = starts.map(|start| element(&html[start..])).collect();
    let mut number = String::new();
    for key in elements.iter_mut().flat_map(|element| &mut element.keys) {
        *key = app::keys::whole(key, &mut number);
    }
    elements
}

fn element(tag: &str) -> Element {
    let mut attributes = Vec::new();
    let mut rest = tag;
    let end = loop {
        let Some(next) = rest.find([' ', '>', '"']) else { break "" };
        if rest.as_bytes()[next] == b'>' {
            break &rest[next + 1..];
        }
        rest = &rest[next + 1..];
        let stop = rest.find(['=', ' ', '>']).expect("a tag ends");
        if rest.as_bytes()[stop] == b'=' {
            let (name, value) = (&rest[..stop], &rest[stop + 2..]);
            let close = value.find('"').expect("a value ends");
            attributes.push((name.to_owned(), readable(&value[..close])));
            rest = &value[close + 1..];
        } else {
            rest = &rest[stop..];
        }
    };
    let text = readable(&end[..end.find('<').unwrap_or(end.len())]);
    let keys =
        attributes.iter().find(|(name, _)| name == "data-cell").map(|(_, keys)| keys.clone()).unwrap_or_default();
    Element { keys: keys.split_whitespace().map(str::to_owned).collect(), attributes, text }
}

/// Without the marks of escaping.
pub fn readable(text: &str) -> String {
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    plain.replace("&#x27;", "'").replace("&amp;", "&")
}
