//! Takes our own pages apart as far as addresses stand in them: tags with their attributes, and the text of a few elements. It knows
//! what our renderer writes (attributes in double quotes, `<` always escaped in text) and is no parser for other people's pages.

/// Elements that may hold an address, or go.
const WATCHED: [&str; 9] = ["a", "link", "script", "form", "meta", "button", "section", "textarea", "code"];
/// Elements whose content is not markup.
const RAW: [&str; 3] = ["script", "style", "textarea"];

/// A start tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag<'h> {
    pub(super) name: &'h str,
    /// Names and values, these without escapes; an attribute without a value has none.
    pub(super) attributes: Vec<(&'h str, Option<String>)>,
}

impl<'h> Tag<'h> {
    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name)?.1.as_deref()
    }

    /// Gives an attribute that it has another value.
    pub(super) fn set(&mut self, name: &str, value: String) {
        if let Some((_, known)) = self.attributes.iter_mut().find(|(known, _)| *known == name) {
            *known = Some(value);
        }
    }

    /// Takes an attribute away.
    pub(super) fn remove(&mut self, name: &str) {
        self.attributes.retain(|(known, _)| *known != name);
    }

    /// Adds an attribute that has no value.
    pub(super) fn mark(&mut self, name: &'h str) {
        self.attributes.push((name, None));
    }

    fn write(&self, out: &mut String) {
        out.push('<');
        out.push_str(self.name);
        for (name, value) in &self.attributes {
            out.push(' ');
            out.push_str(name);
            if let Some(value) = value {
                out.extend(["=\"", &escaped(value), "\""]);
            }
        }
        out.push('>');
    }
}

/// What becomes of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Stays,
    /// Goes, with all that is in it.
    Goes,
}

/// Who changes a page.
pub(super) trait Change {
    /// Changes a tag, or has its element taken out.
    fn tag(&mut self, tag: &mut Tag<'_>) -> Fate;
    /// Other text in place of what stands in a `textarea` or at the beginning of a `code`, without escapes.
    fn text(&mut self, within: &str, text: &str) -> Option<String>;
}

/// The page with all changes.
pub(super) fn changed(page: &str, change: &mut impl Change) -> String {
    let mut out = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = element(rest, &mut out, change);
    }
    out.push_str(rest);
    out
}

/// Takes one tag, comment or raw element from the front; what is left.
fn element<'h>(rest: &'h str, out: &mut String, change: &mut impl Change) -> &'h str {
    if rest.starts_with("<!--") {
        return passed(rest, past(rest, "-->"), out);
    }
    let end = tag_end(rest);
    let name = name(rest);
    if !WATCHED.contains(&name) {
        let end = if RAW.contains(&name) { past(rest, &format!("</{name}>")) } else { end };
        return passed(rest, end, out);
    }
    let before = Tag { name, attributes: attributes(rest[..end].trim_end_matches(['>', '/'])) };
    let mut tag = before.clone();
    if change.tag(&mut tag) == Fate::Goes {
        let is_empty = ["link", "meta"].contains(&name);
        return &rest[if is_empty { end } else { past(rest, &format!("</{name}>")) }..];
    }
    if tag == before {
        out.push_str(&rest[..end]);
    } else {
        tag.write(out);
    }
    let text = &rest[end..];
    let end = match name {
        _ if RAW.contains(&name) => text.find(&format!("</{name}>")).unwrap_or(text.len()),
        "code" => text.find('<').unwrap_or(text.len()),
        _ => return text,
    };
    let (text, rest) = text.split_at(end);
    match change.text(name, &plain(text)).filter(|_| name != "script") {
        Some(other) => out.push_str(&escaped(&other)),
        None => out.push_str(text),
    }
    rest
}

fn passed<'h>(rest: &'h str, end: usize, out: &mut String) -> &'h str {
    let (passed, rest) = rest.split_at(end);
    out.push_str(passed);
    rest
}

fn past(text: &str, end: &str) -> usize {
    text.find(end).map_or(text.len(), |at| at + end.len())
}

/// Past the `>` that ends the tag: not one within quotes.
fn tag_end(tag: &str) -> usize {
    let mut quoted = false;
    for (at, letter) in tag.bytes().enumerate() {
        match letter {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    tag.len()
}

fn name(tag: &str) -> &str {
    let tag = &tag[1..];
    &tag[..tag.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(tag.len())]
}

fn attributes(tag: &str) -> Vec<(&str, Option<String>)> {
    let mut all = Vec::new();
    let mut rest = tag.split_once(char::is_whitespace).map_or("", |(_, rest)| rest).trim_start();
    while !rest.is_empty() {
        let end = rest.find(|letter: char| letter == '=' || letter.is_whitespace()).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let value = after.strip_prefix("=\"").and_then(|value| value.split_once('"'));
        all.push((name, value.map(|(value, _)| plain(value))));
        rest = value
            .map_or(after, |(_, rest)| rest)
            .trim_start_matches(|letter: char| letter == '=' || letter.is_whitespace());
    }
    all
}

/// Without the escapes that our renderer writes.
fn plain(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let escapes = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&amp;", "&")];
    escapes.iter().fold(text.to_owned(), |text, (escape, letter)| text.replace(escape, letter))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Shouting;

    impl Change for Shouting {
        fn tag(&mut self, tag: &mut Tag<'_>) -> Fate {
            if tag.name == "form" {
                return Fate::Goes;
            }
            if let Some(href) = tag.get("href").map(str::to_uppercase) {
                tag.set("href", href);
            }
            Fate::Stays
        }

        fn text(&mut self, within: &str, text: &str) -> Option<String> {
            (within == "textarea").then(|| text.to_uppercase())
        }
    }

    fn shouted(page: &str) -> String {
        changed(page, &mut Shouting)
    }

    #[test]
    fn only_what_changes_is_written_anew() {
        let page = "<p class=\"a>b\">1 &lt; 2<a  id=\"x\">y</a><!-- <a href=\"b\"> --><br/></p>";
        assert_eq!(shouted(page), page);
        assert_eq!(shouted("<a href=\"/e?a=1&amp;b\" hidden>y</a>"), "<a href=\"/E?A=1&amp;B\" hidden>y</a>");
        assert_eq!(shouted("a<form><a href=\"b\"></form>c<link href=\"d\"/>"), "ac<link href=\"D\">");
    }

    #[test]
    fn scripts_and_styles_are_no_markup_and_text_is_escaped_again() {
        let page = "<script>if(a<b)'<a href=\"c\">'</script><style>a>b{}</style>";
        assert_eq!(shouted(page), page);
        assert_eq!(shouted("<textarea>a &amp;&lt;b</textarea>"), "<textarea>A &amp;&lt;B</textarea>");
        assert_eq!(shouted("<a href=\"x"), "<a href=\"x", "what is cut off leads nowhere");
    }
}
