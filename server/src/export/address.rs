//! What becomes of an address of the server in the exported site: the file that holds it, or nothing.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::scope::Scope;

/// What stands as it is in the links to files.
const KEPT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/').remove(b',').remove(b'=');

/// Longest name of a file that every file system takes.
const LONGEST: usize = 200;

/// Choices of the map on a contest's page. A script makes them without the server, so their links stay where their pages are not
/// written.
const OF_THE_MAP: [&str; 3] = ["map", "list", "view"];

/// Where an address leads in the exported site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct File {
    /// The server's address of its content, without what only names a state.
    pub(super) address: String,
    /// Its path below the exported folder.
    pub(super) path: String,
    /// What follows the path in a link: the state, so that caches ask anew.
    pub(super) tail: String,
    /// Address of the view whose figures it shows; empty = it shows other things too.
    pub(super) view: String,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Leads {
    /// To a file of the exported site.
    To(File),
    /// To what is not written because only some of it is.
    LeftOut,
    /// To what only a server can answer.
    Nowhere,
    /// Out of the site, or within the page.
    Elsewhere,
}

impl Leads {
    /// A file that only changes when the view of a contest at a unit does.
    fn of_view(self, scope: &Scope, (election, contest): (&str, &str), unit: &str) -> Self {
        let Self::To(file) = self else { return self };
        let unit = if unit.is_empty() { scope.root(election) } else { unit };
        let [election, contest, unit] = [election, contest, unit].map(|id| utf8_percent_encode(id, KEPT));
        let view = format!("/api/v1/elections/{election}/contests/{contest}/units/{unit}?format=binary");
        Self::To(File { view, ..file })
    }
}

/// An address, taken apart.
struct Asked {
    /// As it stands in the address.
    path: String,
    query: Vec<(String, String)>,
}

impl Asked {
    fn of(address: &str) -> Option<Self> {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let pair = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((name.to_owned(), decoded(value)?))
        };
        let query = query.split('&').filter(|pair| !pair.is_empty()).map(pair).collect::<Option<_>>()?;
        Some(Self { path: path.to_owned(), query })
    }

    /// The parts of the path, decoded.
    fn parts(&self) -> Option<Vec<String>> {
        self.path.split('/').skip(1).map(decoded).collect()
    }

    /// Takes parameters out; those that had a value.
    fn take(&mut self, names: &[&str]) -> Vec<(String, String)> {
        let (taken, kept): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.query).into_iter().partition(|(name, _)| names.contains(&name.as_str()));
        self.query = kept;
        taken.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// The value of a parameter, which is taken out.
    fn take_one(&mut self, name: &str) -> String {
        self.take(&[name]).pop().map(|(_, value)| value).unwrap_or_default()
    }

    /// The address with the parameters that are left.
    fn address(&self) -> String {
        let query = self.query.iter().filter(|(_, value)| !value.is_empty());
        let query: Vec<String> =
            query.map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, KEPT))).collect();
        if query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, query.join("&")) }
    }

    /// The parameters that are left as a part of a file's name.
    fn ending(&self) -> String {
        let shown = self.query.iter().filter(|(_, value)| !value.is_empty());
        shown.map(|(name, value)| format!(",{name}={}", in_name(value))).collect()
    }
}

fn decoded(text: &str) -> Option<String> {
    Some(percent_decode_str(text).decode_utf8().ok()?.into_owned())
}

/// What a part of an address is called on disk.
fn in_name(part: &str) -> String {
    part.replace('/', "%2F")
}

/// A file below the folder, unless a part of its path is no name.
fn file(address: String, folders: &[&str], name: &str, tail: String) -> Leads {
    let parts: Vec<String> = folders.iter().copied().chain([name]).map(in_name).collect();
    let is_sound = |part: &String| {
        !part.is_empty() && part.len() <= LONGEST && !part.starts_with('.') && !part.contains(['\\', '\0', ':'])
    };
    if parts.iter().all(is_sound) {
        Leads::To(File { address, path: parts.join("/"), tail, view: String::new() })
    } else {
        Leads::LeftOut
    }
}

/// Where a link of a page leads.
pub(super) fn leads(href: &str, scope: &Scope) -> Leads {
    if !href.starts_with('/') || href.starts_with("//") {
        return Leads::Elsewhere;
    }
    let (href, fragment) = href.split_once('#').map_or((href, None), |(href, fragment)| (href, Some(fragment)));
    let Some((asked, parts)) = Asked::of(href).and_then(|asked| asked.parts().map(|parts| (asked, parts))) else {
        return Leads::LeftOut;
    };
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let mut found = match parts.as_slice() {
        [""] => front(asked, scope),
        ["favicon.svg" | "canvas.js"] | ["pkg" | "fonts" | "icons", _] => asset(asked, &parts),
        ["api", "v1", "index.json"] => file(String::new(), &[], super::disk::MANIFEST, String::new()),
        ["api", "v1", "elections", election, rest @ ..] => data(asked, scope, election, rest),
        ["e", election, "-", "card", contest, unit @ ..] => card(asked, scope, (election, contest), unit),
        ["e", election, "-", page, rest @ ..] => page_of(asked, scope, (election, page), rest),
        ["e", election, contest, unit @ ..] => contest_page(asked, scope, (election, contest), unit),
        _ => Leads::Nowhere,
    };
    if let (Leads::To(file), Some(fragment)) = (&mut found, fragment) {
        file.tail = format!("{}#{fragment}", file.tail);
    }
    found
}

fn asset(mut asked: Asked, parts: &[&str]) -> Leads {
    let version = asked.take_one("v");
    let tail = if version.is_empty() { String::new() } else { format!("?v={version}") };
    let (name, folders) = parts.split_last().unwrap_or((&"", &[]));
    file(asked.path, folders, name, tail)
}

fn front(mut asked: Asked, scope: &Scope) -> Leads {
    match asked.take_one("lang") {
        language if language.is_empty() => file("/".into(), &[], "index.html", String::new()),
        language if scope.speaks(&language) => {
            file(format!("/?lang={language}"), &[&language], "index.html", String::new())
        }
        _ => Leads::LeftOut,
    }
}

/// The page of a contest at a unit, or the figures that its script goes on with.
fn contest_page(mut asked: Asked, scope: &Scope, (election, contest): (&str, &str), unit: &[&str]) -> Leads {
    let figures = asked.take_one("figures");
    let build = asked.take(&["build"]);
    let unit = unit.join("/");
    let mut choices = asked.query.iter().filter(|(name, _)| ["map", "view"].contains(&name.as_str()));
    let chosen = choices.by_ref().count();
    if chosen > 1 || !scope.is_whole(election, &unit) {
        asked.take(&OF_THE_MAP);
    }
    let Some((language, mut asked)) = spoken(asked, scope, election) else { return Leads::LeftOut };
    if !scope.reaches(election, &unit) {
        return Leads::LeftOut;
    }
    let mut address = asked.address();
    asked.take(&["lang"]);
    let ending = asked.ending();
    let (ending, tail) = if figures.is_empty() {
        (format!("{ending}.html"), String::new())
    } else {
        let build = build.into_iter().map(|(_, build)| format!("&build={build}"));
        address.extend(build.chain(["&figures=now".to_owned()]));
        (format!("{ending},figures.bin"), format!("?{figures}"))
    };
    let mut folders = vec![language.as_str(), "e", election, contest];
    folders.extend(unit.split('/').filter(|part| !part.is_empty()));
    named(address, folders, &ending, tail).of_view(scope, (election, contest), &unit)
}

/// A file that is called like the last part of a path, with an ending.
fn named(address: String, mut folders: Vec<&str>, ending: &str, tail: String) -> Leads {
    let name = folders.pop().unwrap_or_default();
    file(address, &folders, &format!("{name}{ending}"), tail)
}

/// The language of a page, and its address with the language in it.
fn spoken(mut asked: Asked, scope: &Scope, election: &str) -> Option<(String, Asked)> {
    let language = asked.take_one("lang");
    let language = if language.is_empty() { scope.first_language(election)?.to_owned() } else { language };
    asked.query.insert(0, ("lang".into(), language.clone()));
    scope.speaks(&language).then_some((language, asked))
}

/// Any other page of an election.
fn page_of(asked: Asked, scope: &Scope, (election, page): (&str, &str), rest: &[&str]) -> Leads {
    if ["search", "brief", "analysis-fragment"].contains(&page) || asked.query.iter().any(|(name, _)| name == "before")
    {
        return Leads::Nowhere;
    }
    let at = if page == "list" { 2 } else { 1 };
    let unit = rest.get(at..).unwrap_or_default().join("/");
    let is_of_view = match page {
        // Turnout of the day is no part of a view, and who takes a seat may depend on another contest.
        "turnout" | "seats" | "outcome" | "candidates" => false,
        "list" => !scope.is_whole(election, &unit),
        _ => true,
    };
    let choices = asked.query.iter().filter(|(name, value)| name != "lang" && !value.is_empty()).count();
    if !scope.reaches(election, &unit) || choices > 1 || choices == 1 && !scope.is_whole(election, &unit) {
        return Leads::LeftOut;
    }
    let Some((language, mut asked)) = spoken(asked, scope, election) else { return Leads::LeftOut };
    let address = asked.address();
    asked.take(&["lang"]);
    let folders = [&[language.as_str(), "e", election, "-", page], rest].concat();
    let page = named(address, folders, &format!("{}.html", asked.ending()), String::new());
    match rest.first() {
        Some(contest) if is_of_view => page.of_view(scope, (election, contest), &unit),
        _ => page,
    }
}

/// A social card.
fn card(mut asked: Asked, scope: &Scope, (election, contest): (&str, &str), unit: &[&str]) -> Leads {
    let seq = asked.take_one("seq");
    let whole = unit.join("/");
    let id = whole.strip_suffix(".png").unwrap_or(&whole);
    if !scope.reaches(election, id) {
        return Leads::LeftOut;
    }
    let Some((language, asked)) = spoken(asked, scope, election) else { return Leads::LeftOut };
    let folders = [&[language.as_str(), "e", election, "-", "card", contest], unit].concat();
    named(asked.address(), folders, "", format!("?seq={seq}")).of_view(scope, (election, contest), id)
}

/// JSON, CSV and frames.
fn data(mut asked: Asked, scope: &Scope, election: &str, rest: &[&str]) -> Leads {
    const PAST: [&str; 5] = ["history", "corrections", "recent", "turnout", "revisions"];
    // The unit whose view it shows, and of which contest; turnout of the day and seats are no part of a view.
    let (is_served, view) = match rest {
        [] => (scope.reaches(election, ""), None),
        ["contests", _, "seats" | "calls"] => (scope.reaches(election, ""), None),
        ["contests", _, "units", .., "changes"] => return Leads::Nowhere,
        ["contests", contest, "units", unit @ .., last] => {
            let of_past = !unit.is_empty() && PAST.contains(last);
            let id = if of_past { unit.join("/") } else { [unit, &[*last]].concat().join("/") };
            (scope.reaches(election, &id), (*last != "turnout").then_some((*contest, id)))
        }
        _ => return Leads::Nowhere,
    };
    let language = asked.query.iter().find(|(name, _)| name == "lang").map_or("", |(_, value)| value);
    if !is_served || !language.is_empty() && !scope.speaks(language) {
        return Leads::LeftOut;
    }
    let address = asked.address();
    let ending = match asked.take_one("format").as_str() {
        "csv" => ".csv",
        "binary" => ".bin",
        "meta" => ",meta.json",
        _ => ".json",
    };
    let folders = [&["api", "v1", "elections", election], rest].concat();
    let data = named(address, folders, &format!("{}{ending}", asked.ending()), String::new());
    match view {
        Some((contest, unit)) => data.of_view(scope, (election, contest), &unit),
        None => data,
    }
}

/// A link from one file to another, both below the same folder.
pub(super) fn link(from: &str, file: &File) -> String {
    format!("{}{}{}", up(from), utf8_percent_encode(&file.path, KEPT), file.tail)
}

/// From a file to the folder that all are in.
pub(super) fn up(from: &str) -> String {
    "../".repeat(from.matches('/').count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope() -> Scope {
        Scope::of("small", "land", &["en", "sq"], &["land", "north", "n/1", "é b"])
    }

    fn path(href: &str) -> String {
        match leads(href, &scope()) {
            Leads::To(file) => format!("{}{}", file.path, file.tail),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn a_page_becomes_a_file_below_its_language_with_what_was_chosen_in_its_name() {
        for (address, file) in [
            ("/", "index.html"),
            ("/?lang=sq", "sq/index.html"),
            ("/e/small/assembly/land?lang=sq", "sq/e/small/assembly/land.html"),
            ("/e/small/assembly/n/1", "en/e/small/assembly/n/1.html"),
            ("/e/small/assembly/%C3%A9%20b?lang=en", "en/e/small/assembly/é b.html"),
            (
                "/e/small/assembly/land?lang=sq&level=region&from=100#table",
                "sq/e/small/assembly/land,level=region,from=100.html#table",
            ),
            (
                "/e/small/assembly/land?lang=sq&map=share&list=a%2Fb",
                "sq/e/small/assembly/land,map=share,list=a%2Fb.html",
            ),
            ("/e/small/assembly/land?lang=sq&build=b&figures=0a-7", "sq/e/small/assembly/land,figures.bin?0a-7"),
            ("/e/small/-/list/assembly/nan/n/1?lang=sq", "sq/e/small/-/list/assembly/nan/n/1.html"),
            ("/e/small/-/list/assembly/a%2Fb?lang=sq", "sq/e/small/-/list/assembly/a%2Fb.html"),
            ("/e/small/-/changes/assembly?lang=sq&minutes=60", "sq/e/small/-/changes/assembly,minutes=60.html"),
            ("/e/small/-/card/assembly/n/1.png?lang=sq&seq=4", "sq/e/small/-/card/assembly/n/1.png?seq=4"),
            ("/api/v1/index.json", "export.json"),
            ("/api/v1/elections/small", "api/v1/elections/small.json"),
            (
                "/api/v1/elections/small/contests/assembly/units/n/1/history?format=csv",
                "api/v1/elections/small/contests/assembly/units/n/1/history.csv",
            ),
            (
                "/api/v1/elections/small/contests/assembly/units/land?level=region&format=csv&lang=sq",
                "api/v1/elections/small/contests/assembly/units/land,level=region,lang=sq.csv",
            ),
            ("/pkg/client.1a.js", "pkg/client.1a.js"),
            ("/canvas.js?v=1a", "canvas.js?v=1a"),
        ] {
            assert_eq!(path(address), file, "{address}");
        }
    }

    #[test]
    fn what_is_out_of_reach_or_needs_a_server_is_no_file() {
        for (address, leads) in [
            ("/e/small/assembly/s/1?lang=en", "LeftOut"),
            ("/e/small/assembly/land?lang=tr", "LeftOut"),
            ("/e/other/assembly/land?lang=en", "LeftOut"),
            ("/e/small/assembly/../../../etc/passwd?lang=en", "LeftOut"),
            ("/e/small/-/list/assembly/..%2F..?lang=en", "LeftOut"),
            ("/e/small/-/changes/assembly/north?lang=en&minutes=60", "LeftOut"),
            ("/e/small/-/corrections/assembly?lang=en&before=7", "Nowhere"),
            ("/e/small/-/search?q=a", "Nowhere"),
            ("/following?lang=en", "Nowhere"),
            ("/events?election=small", "Nowhere"),
            ("/api/v1/elections/small/contests/assembly/units/land/changes?since=1", "Nowhere"),
            ("https://example.org/", "Elsewhere"),
            ("#table", "Elsewhere"),
        ] {
            assert_eq!(path(address), leads, "{address}");
        }
        // What a script chooses without the server leads to the page without the choice.
        assert_eq!(path("/e/small/assembly/north?lang=sq&map=swing&view=hex"), "sq/e/small/assembly/north.html");
        assert_eq!(path("/e/small/assembly/land?lang=sq&map=swing&view=hex"), "sq/e/small/assembly/land.html");
    }

    #[test]
    fn what_depends_on_more_than_its_view_is_asked_for_each_time() {
        let view = |href: &str| {
            let Leads::To(file) = leads(href, &scope()) else { panic!("{href}") };
            file.view
        };
        for address in [
            "/e/small/-/turnout/assembly",
            "/e/small/-/seats/assembly",
            "/e/small/-/candidates/assembly",
            "/e/small/-/list/assembly/nan",
            "/api/v1/elections/small/contests/assembly/seats",
        ] {
            assert_eq!(view(address), "", "{address}");
        }
        let north = "/api/v1/elections/small/contests/assembly/units/north?format=binary";
        assert_eq!(view("/e/small/-/list/assembly/nan/north"), north);
        assert_eq!(view("/e/small/assembly/north?lang=sq"), north);
    }

    #[test]
    fn a_link_goes_up_to_the_folder_and_down_again() {
        let Leads::To(file) = leads("/e/small/assembly/%C3%A9%20b?lang=en", &scope()) else { panic!() };
        assert_eq!(link("sq/e/small/assembly/n/1.html", &file), "../../../../../en/e/small/assembly/%C3%A9%20b.html");
        assert_eq!(link("index.html", &file), "en/e/small/assembly/%C3%A9%20b.html");
    }
}
