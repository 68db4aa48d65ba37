//! What changes in a page, a style sheet and a page's figures when they become files: where their addresses lead.

use std::collections::HashSet;

use app::model::{Addresses, Embedded};

use super::address::{File, Leads, leads, link, up};
use super::markup::{self, Change, Fate, Tag};
use super::scope::Scope;

/// What is known of where addresses lead.
pub(super) struct Around<'a> {
    pub(super) scope: &'a Scope,
    /// Addresses at which the server has nothing.
    pub(super) absent: &'a HashSet<String>,
    /// Scheme, host and folder by which readers reach the files; empty = not known.
    pub(super) base: &'a str,
}

/// A file that leads to others.
pub(super) struct Changed {
    pub(super) bytes: Vec<u8>,
    /// Where it leads, those too that are absent now.
    pub(super) links: Vec<File>,
}

struct Page<'a> {
    around: &'a Around<'a>,
    from: &'a str,
    links: Vec<File>,
    /// The file that the last link leads to: what the text of its address becomes.
    last: Option<String>,
}

/// A page as a file at `from`.
pub(super) fn page(around: &Around<'_>, from: &str, text: &str) -> Changed {
    let mut page = Page { around, from, links: Vec::new(), last: None };
    let text = markup::changed(text, &mut page);
    Changed { bytes: text.into_bytes(), links: page.links }
}

impl Page<'_> {
    fn leads(&mut self, href: &str) -> Leads {
        let found = leads(href, self.around.scope);
        let Leads::To(file) = &found else { return found };
        self.links.push(file.clone());
        if self.around.absent.contains(&file.address) { Leads::LeftOut } else { found }
    }

    /// The address for who is not on the page: whole where it is known how readers reach it.
    fn whole(&self, file: &File) -> String {
        let Around { base, .. } = self.around;
        if base.is_empty() { link(self.from, file) } else { format!("{base}/{}", link("", file)) }
    }

    fn anchor(&mut self, tag: &mut Tag<'_>) -> Fate {
        let Some(href) = tag.get("href").map(str::to_owned) else { return Fate::Stays };
        match self.leads(&href) {
            Leads::To(file) => {
                tag.set("href", link(self.from, &file));
                self.last = Some(file.path);
            }
            Leads::LeftOut => tag.remove("href"),
            Leads::Nowhere => {
                tag.remove("href");
                tag.mark("hidden");
            }
            Leads::Elsewhere => {}
        }
        Fate::Stays
    }

    /// What the head names: files, and this page for who finds it elsewhere.
    fn named(&mut self, tag: &mut Tag<'_>, attribute: &str, is_whole: bool) -> Fate {
        let Some(address) = tag.get(attribute).map(str::to_owned) else { return Fate::Stays };
        let address = if is_whole { without_host(&address) } else { &address };
        match self.leads(address) {
            Leads::To(file) => {
                let address = if is_whole { self.whole(&file) } else { link(self.from, &file) };
                tag.set(attribute, address);
                Fate::Stays
            }
            Leads::Elsewhere => Fate::Stays,
            Leads::LeftOut | Leads::Nowhere => Fate::Goes,
        }
    }
}

impl Change for Page<'_> {
    fn tag(&mut self, tag: &mut Tag<'_>) -> Fate {
        match tag.name {
            // Only a server answers what is typed or chosen.
            "form" => return Fate::Goes,
            "a" => return self.anchor(tag),
            "link" => {
                let rel = tag.get("rel").unwrap_or_default();
                // What can be installed needs the service worker, whose pages are the server's.
                let (is_installed, is_whole) = (rel == "manifest", ["canonical", "alternate"].contains(&rel));
                return if is_installed { Fate::Goes } else { self.named(tag, "href", is_whole) };
            }
            "script" => return self.named(tag, "src", false),
            "meta" if tag.get("property").is_some_and(|name| ["og:url", "og:image"].contains(&name)) => {
                return if self.around.base.is_empty() { Fate::Goes } else { self.named(tag, "content", true) };
            }
            // What asks the server later.
            "button" => tag.remove("data-pin"),
            "section" => tag.remove("data-fragment"),
            _ => {}
        }
        Fate::Stays
    }

    fn text(&mut self, within: &str, text: &str) -> Option<String> {
        if within == "code" {
            let path = self.last.take().filter(|_| text.starts_with('/'))?;
            return Some(format!("{}/{path}", self.around.base));
        }
        let is_end = |letter: char| letter.is_whitespace() || letter == '"';
        let word = |word: &str| {
            let end = word.trim_end_matches(is_end).len();
            let (address, rest) = word.split_at(end);
            match leads(without_host(address), self.around.scope) {
                Leads::To(file) => format!("{}/{}{rest}", self.around.base, link("", &file)),
                _ => word.to_owned(),
            }
        };
        Some(text.split_inclusive(is_end).map(word).collect())
    }
}

/// An address of the server, with or without the host that it gives itself.
fn without_host(address: &str) -> &str {
    let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    host.and_then(|host| Some(&host[host.find('/')?..])).unwrap_or(address)
}

/// A style sheet as a file at `from`.
pub(super) fn style(around: &Around<'_>, from: &str, text: &str) -> Changed {
    let (mut out, mut links) = (String::with_capacity(text.len()), Vec::new());
    let mut parts = text.split("url(");
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        out.push_str("url(");
        let (address, rest) = part.split_once(')').unwrap_or((part, ""));
        match leads(address.trim_matches(['"', '\'']), around.scope) {
            Leads::To(file) => {
                out.push_str(&link(from, &file));
                links.push(file);
            }
            _ => out.push_str(address),
        }
        out.push(')');
        out.push_str(rest);
    }
    Changed { bytes: out.into_bytes(), links }
}

/// The figures that a page goes on with, as a file beside it: they name the file of the snapshot, for which the client asks again and
/// again, and no socket. Nothing if they are those of another version of this program.
pub(super) fn figures(around: &Around<'_>, from: &str, bytes: &[u8]) -> Option<Changed> {
    let mut embedded = Embedded::decode(bytes).filter(|embedded| embedded.encode() == bytes)?;
    let Leads::To(here) = leads(&embedded.facts.here, around.scope) else { return None };
    let Leads::To(snapshot) = leads(&format!("{}&format=binary", embedded.addresses.snapshot), around.scope) else {
        return None;
    };
    let language = here.path.split('/').next().unwrap_or_default();
    let facts = &mut embedded.facts;
    facts.unit_prefix = format!("{}{language}{}", up(from), facts.unit_prefix);
    ".html".clone_into(&mut facts.unit_suffix);
    // A script appends what the reader chose of the map; the host pays no heed to it.
    facts.here = format!("{}?", link(from, &here));
    let address = link(from, &snapshot);
    embedded.addresses = Addresses { changes: format!("{address}?since="), snapshot: address, ..Addresses::default() };
    Some(Changed { bytes: embedded.encode(), links: vec![snapshot] })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(base: &str, text: &str) -> String {
        let scope = Scope::of("small", "land", &["en", "sq"], &["land", "north"]);
        let absent = HashSet::from(["/e/small/-/seats/assembly?lang=sq".to_owned()]);
        let around = Around { scope: &scope, absent: &absent, base };
        String::from_utf8(page(&around, "sq/e/small/assembly/land.html", text).bytes).unwrap()
    }

    #[test]
    fn links_lead_to_files_and_what_is_not_there_is_no_link() {
        for (before, after) in [
            ("<a href=\"/e/small/assembly/north?lang=sq\">", "<a href=\"../../../../sq/e/small/assembly/north.html\">"),
            ("<a href=\"/e/small/assembly/n/1?lang=sq\" class=\"x\">", "<a class=\"x\">"),
            ("<a href=\"/e/small/-/seats/assembly?lang=sq\">", "<a>"),
            ("<a href=\"/search?lang=sq\">", "<a hidden>"),
            ("<a href=\"#places\">", "<a href=\"#places\">"),
            ("<form action=\"/search\"><input></form>", ""),
            ("<link rel=\"manifest\" href=\"/manifest.webmanifest\"/>", ""),
            ("<script type=\"module\" src=\"/follow.js?v=1\"></script>", ""),
            (
                "<script type=\"module\" src=\"/canvas.js?v=1\"></script>",
                "<script type=\"module\" src=\"../../../../canvas.js?v=1\"></script>",
            ),
            ("<button hidden data-pin=\"/e/small/-/brief/assembly?lang=sq\">", "<button hidden>"),
            ("<meta property=\"og:url\" content=\"https://a.b/e/small/assembly/land?lang=sq\">", ""),
            (
                "<a href=\"/api/v1/elections/small?lang=sq\"><b>JSON</b> <code>/api/v1/elections/small</code></a>",
                "<a href=\"../../../../api/v1/elections/small,lang=sq.json\"><b>JSON</b> <code>/api/v1/elections/small,lang=sq.json</code></a>",
            ),
        ] {
            assert_eq!(with("", before), after, "{before}");
        }
    }

    #[test]
    fn who_finds_a_page_elsewhere_is_led_to_where_readers_reach_the_files() {
        let base = "https://a.example/night";
        for (before, after) in [
            (
                "<link rel=\"canonical\" href=\"/e/small/assembly/land?lang=sq\">",
                "<link rel=\"canonical\" href=\"https://a.example/night/sq/e/small/assembly/land.html\">",
            ),
            (
                "<meta property=\"og:url\" content=\"https://a.b/e/small/assembly/land?lang=sq\">",
                "<meta property=\"og:url\" content=\"https://a.example/night/sq/e/small/assembly/land.html\">",
            ),
            (
                "<textarea>&lt;iframe src=\"/e/small/-/lite/assembly/land?lang=sq\" title=\"x\">\nhttp://c.d/e/small/assembly/north?lang=en</textarea>",
                "<textarea>&lt;iframe src=&quot;https://a.example/night/sq/e/small/-/lite/assembly/land.html&quot; title=&quot;x&quot;&gt;\nhttps://a.example/night/en/e/small/assembly/north.html</textarea>",
            ),
        ] {
            assert_eq!(with(base, before), after, "{before}");
        }
    }
}
