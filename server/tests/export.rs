//! The site as files: an election served for real is exported, and its files are read as a host and its readers would.

mod process;
mod stage;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant, SystemTime};

use app::model::{Embedded, encoded};
use election::wire::Frame;
use percent_encoding::percent_decode_str;
use process::{Process, TOKEN, agent, nightcount};

/// An election on disk, what its server keeps, and the built files that it serves.
struct Scene {
    dir: tempfile::TempDir,
    server: Option<Process>,
}

/// A file's content and when it was written.
type Files = BTreeMap<String, (Vec<u8>, SystemTime)>;

impl Scene {
    fn set() -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let write = |path: &str, bytes: &[u8]| {
            let path = dir.path().join(path);
            std::fs::create_dir_all(path.parent().expect("it has one")).expect("a folder");
            std::fs::write(path, bytes).expect("a file");
        };
        for (name, bytes) in &stage::folder().files {
            write(&format!("election/{name}"), bytes);
        }
        for (name, bytes) in [
            ("pkg/client.0a1b.js", "export default 1;"),
            ("pkg/client.0a1b.wasm", "not a program"),
            ("pkg/client.0a1b.css", "@font-face{src:url(\"/fonts/source-sans-3-latin.woff2\")}a{fill:url(#veil)}"),
            ("fonts/source-sans-3-latin.woff2", "letters"),
            ("icons/192.png", "a picture"),
            ("favicon.svg", "<svg/>"),
            ("follow.js", "// asks the server"),
            ("sw.js", "// keeps pages"),
        ] {
            write(&format!("site/{name}"), bytes.as_bytes());
        }
        let mut scene = Self { dir, server: None };
        scene.serve("127.0.0.1:0");
        scene.report("unit,revision,sea,hill,nan\nn/1,1,400,200,100\ns/1,1,5,0,2\n");
        scene
    }

    fn serve(&mut self, listen: &str) {
        let mut command = nightcount();
        command.arg("serve").arg(self.path("election")).arg("--data").arg(self.path("data"));
        command.args(["--listen", listen]).env("NIGHTCOUNT_TOKEN", TOKEN).env("LEPTOS_SITE_ROOT", self.path("site"));
        self.server = Some(Process::start(&mut command));
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn base(&self) -> &str {
        &self.server.as_ref().expect("it runs").base
    }

    /// Sends reports and waits until they are published.
    fn report(&self, csv: &str) {
        let server = self.server.as_ref().expect("it runs");
        let (status, answer) = server.post_csv("small", csv);
        assert_eq!(status, 200, "{answer}");
        let (until, seq) = (Instant::now() + Duration::from_secs(20), server.state("small").seq);
        while !self.get(&format!("{VIEW}/land")).contains(&format!("\"seq\":{seq},")) {
            assert!(Instant::now() < until, "{seq} is not published");
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    fn get(&self, address: &str) -> String {
        let answer = agent().get(format!("{}{address}", self.base())).call();
        answer.and_then(|mut answer| answer.body_mut().read_to_string()).expect("an answer")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = nightcount();
        command.args(["export", "--from", self.base(), "--static"]).arg(self.path("out")).args(arguments);
        command
    }

    fn export(&self, arguments: &[&str]) -> Output {
        let output = self.command(arguments).arg("--once").output().expect("the program starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output
    }

    fn files(&self) -> Files {
        let mut files = Files::new();
        let mut folders = vec![self.path("out")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let name =
                    path.strip_prefix(self.path("out")).expect("it is below").to_str().expect("UTF-8").to_owned();
                let written = entry.metadata().and_then(|about| about.modified()).expect("a time");
                files.insert(name, (std::fs::read(path).expect("a file"), written));
            }
        }
        files
    }
}

const VIEW: &str = "/api/v1/elections/small/contests/assembly/units";

fn text<'f>(files: &'f Files, name: &str) -> &'f str {
    let (bytes, _) = files.get(name).unwrap_or_else(|| panic!("{name} is not in {:#?}", files.keys()));
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// Where a file's links lead, as paths below the folder; nothing of what is outside or within the page.
fn links(name: &str, page: &str) -> Vec<String> {
    let values = ["href=\"", "src=\"", "action=\"", "url(\""].into_iter().flat_map(|start| page.split(start).skip(1));
    let bare = page.split("url(").skip(1).filter(|rest| !rest.starts_with(['"', '#']));
    let ends = values.chain(bare).filter_map(|rest| rest.split(['"', ')']).next());
    ends.filter_map(|link| resolved(name, &link.replace("&amp;", "&"))).collect()
}

fn resolved(from: &str, link: &str) -> Option<String> {
    assert!(!link.starts_with('/'), "{from}: {link} leads out of the folder");
    let path = link.split(['?', '#']).next().filter(|path| !path.is_empty() && !path.contains(':'))?;
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{from}: {link} leads above the folder"),
            "." => {}
            part => parts.push(part),
        }
    }
    Some(percent_decode_str(&parts.join("/")).decode_utf8().expect("UTF-8").into_owned())
}

/// The figures of a page: the text of each cell.
fn cells(page: &str) -> Vec<(&str, &str)> {
    let cell = |rest: &'_ str| -> Option<(usize, usize)> {
        let open = rest.find('>')?;
        Some((rest.find('"')?, open + 1))
    };
    let parts = page.split("data-cell=\"").skip(1);
    parts
        .filter_map(|rest| cell(rest).map(|(key, open)| (&rest[..key], rest[open..].split('<').next().unwrap_or(""))))
        .collect()
}

#[test]
fn every_link_of_every_file_leads_to_a_file_and_each_kind_of_page_is_there() {
    let scene = Scene::set();
    scene.export(&[]);
    let files = scene.files();
    let mut followed = BTreeSet::new();
    for (name, (bytes, _)) in files.iter().filter(|(name, _)| name.ends_with(".html") || name.ends_with(".css")) {
        for link in links(name, std::str::from_utf8(bytes).expect("UTF-8")) {
            assert!(files.contains_key(&link), "{name} leads to {link}, which is not there");
            followed.insert(link);
        }
    }
    for name in [
        "index.html",
        "sq/index.html",
        "en/e/small/assembly/land.html",
        "sq/e/small/assembly/n/1.html",
        "sq/e/small/-/lists/assembly/north.html",
        "sq/e/small/-/list/assembly/nan/n/1.html",
        "sq/e/small/-/corrections/assembly.html",
        "sq/e/small/-/analysis/assembly/south.html",
        "sq/e/small/-/method/assembly.html",
        "sq/e/small/-/data/assembly/n/1.html",
        "sq/e/small/-/lite/assembly/land.html",
        "sq/e/small/-/about.html",
        "sq/e/small/-/card/assembly/land.png",
        "pkg/client.0a1b.wasm",
        "fonts/source-sans-3-latin.woff2",
        "api/v1/elections/small.json",
        "export.json",
    ] {
        assert!(followed.contains(name) || name == "index.html", "no link leads to {name}");
    }
    let absent = ["follow", "sw.js", "search", "following", "brief"];
    let unwanted: Vec<&String> = files.keys().filter(|name| absent.iter().any(|part| name.contains(part))).collect();
    assert!(unwanted.is_empty(), "{unwanted:?} ask a server");
}

#[test]
fn a_page_says_what_the_servers_page_says_and_its_script_finds_its_figures_as_files() {
    let scene = Scene::set();
    scene.export(&["--languages", "sq"]);
    let files = scene.files();
    for unit in ["land", "north", "n/1", "s/1"] {
        let name = format!("sq/e/small/assembly/{unit}");
        let (page, served) =
            (text(&files, &format!("{name}.html")), scene.get(&format!("/e/small/assembly/{unit}?lang=sq")));
        assert_eq!(cells(page), cells(&served), "{unit}");
        assert!(cells(page).len() > 20, "{unit}");
        assert!(!page.contains("<form") && !page.contains("follow.js"), "{unit}");
        let (bytes, _) = &files[&format!("{name},figures.bin")];
        let Embedded { facts, snapshot, addresses, meta, .. } = Embedded::decode(bytes).expect("figures");
        assert!(page.contains(&format!("figures.bin?{:016x}-{}", snapshot.epoch, snapshot.seq)), "{unit}");
        assert_eq!((addresses.socket.as_str(), addresses.events.as_str()), ("", ""));
        let polled = resolved(&format!("{name}.html"), &addresses.changes).expect("a file");
        assert_eq!(Frame::decode(&files[&polled].0).expect("a frame"), Frame::Snapshot(snapshot), "{unit}");
        for row in &meta.rows {
            let href = facts.unit_href(&row.id);
            let leads = resolved(&format!("{name}.html"), &href).expect("a file");
            assert!(files.contains_key(&leads), "{unit}: {href}");
            assert!(href.ends_with(&format!("{}.html", encoded(&row.id))));
        }
    }
    let data = format!("{}/land,level=region,lang=sq.csv", &VIEW[1..]);
    assert_eq!(text(&files, &data), scene.get(&format!("{VIEW}/land?level=region&lang=sq&format=csv")));
}

#[test]
fn a_report_changes_the_files_that_it_concerns_and_without_one_nothing_is_written() {
    let scene = Scene::set();
    scene.export(&["--languages", "sq", "--compress"]);
    let first = scene.files();
    scene.export(&["--languages", "sq", "--compress"]);
    let second = scene.files();
    let other: Vec<&String> =
        second.iter().filter(|(name, file)| first.get(*name) != Some(*file)).map(|(name, _)| name).collect();
    assert!(other.is_empty() && first.len() == second.len(), "{other:?} were written again");

    scene.report("unit,revision,sea,hill,nan\ns/1,2,6,0,2\n");
    scene.export(&["--languages", "sq", "--compress"]);
    let third = scene.files();
    let changed: BTreeSet<&str> =
        third.iter().filter(|(name, file)| second.get(*name) != Some(*file)).map(|(name, _)| name.as_str()).collect();
    let of = |unit: &str| [format!("sq/e/small/assembly/{unit}.html"), format!("sq/e/small/assembly/{unit}.html.br")];
    for name in ["land", "south", "s/1"].into_iter().flat_map(of) {
        assert!(changed.contains(name.as_str()), "{name} is not in {changed:?}");
    }
    let turnout = |name: &&&str| name.contains("turnout");
    let elsewhere =
        changed.iter().filter(|name| !turnout(name)).filter(|name| name.contains("north") || name.contains("/n/"));
    assert_eq!(elsewhere.collect::<Vec<_>>(), Vec::<&&str>::new(), "the report was from the south");
}

#[test]
fn a_file_without_a_page_goes_if_an_export_wrote_it_and_nobody_elses_does() {
    let scene = Scene::set();
    scene.export(&[]);
    std::fs::write(scene.path("out/CNAME"), "count.example\n").expect("a file");
    assert!(scene.path("out/en/e/small/assembly/land.html").exists());
    scene.export(&["--languages", "sq", "--to", "region"]);
    assert!(!scene.path("out/en").exists() && !scene.path("out/sq/e/small/assembly/n").exists());
    assert!(scene.path("out/CNAME").exists() && scene.path("out/sq/e/small/assembly/north.html").exists());
    let files = scene.files();
    let page = text(&files, "sq/e/small/assembly/north.html");
    assert!(
        page.contains("School one")
            && links("sq/e/small/assembly/north.html", page).iter().all(|link| files.contains_key(link))
    );
}

#[test]
fn what_cannot_be_done_is_said_and_changes_nothing() {
    let scene = Scene::set();
    std::fs::write(scene.path("file"), "mine").expect("a file");
    std::fs::create_dir(scene.path("mine")).expect("a folder");
    std::fs::write(scene.path("mine/index.html"), "mine").expect("a file");
    let (file, mine, new) = (scene.path("file"), scene.path("mine"), scene.path("new"));
    let base = scene.base().to_owned();
    let cases: [(&Path, &[&str], i32, &str); 6] = [
        (&file, &["--from", &base], 2, "give an empty folder"),
        (&mine, &["--from", &base], 2, "files that no export wrote"),
        (&new, &["--from", "http://127.0.0.1:1"], 3, "Is the server running there?"),
        (&new, &["--from", "127.0.0.1:1"], 2, "give --from http://"),
        (&new, &["--from", &base, "--languages", "xx"], 2, "`xx`"),
        (&new, &["--from", &base, "--to", "village"], 2, "`village`"),
    ];
    for (folder, arguments, code, says) in cases {
        let output =
            nightcount().arg("export").arg("--static").arg(folder).args(arguments).output().expect("it starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{said}");
        assert!(said.contains(says), "{said}");
    }
    assert!(!new.exists());
    assert_eq!(std::fs::read_to_string(mine.join("index.html")).expect("a file"), "mine");
    assert_eq!(std::fs::read_dir(mine).expect("a folder").count(), 1);
}

/// A running export; killed when it is dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn until(what: &str, is_so: impl Fn() -> bool) {
    let until = Instant::now() + Duration::from_secs(180);
    while !is_so() {
        assert!(Instant::now() < until, "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Somebody else at the server's address, to whom nothing there is known.
struct Stranger(TcpListener);

impl Stranger {
    fn at(address: &str) -> Self {
        Self(TcpListener::bind(address).expect("the server has left it"))
    }

    /// Answers so many questions.
    fn asked(self, times: usize) {
        for _ in 0..times {
            let (mut asking, _) = self.0.accept().expect("the export asks again and again");
            let _ = asking.read(&mut [0; 4_096]);
            let _ = asking.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
    }
}

#[test]
fn it_follows_the_count_through_a_restart_of_the_server_and_ends_when_it_is_told_to() {
    let mut scene = Scene::set();
    let mut command = scene.command(&["--languages", "sq", "--to", "country", "--every", "1"]);
    let mut export = Running(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts"));
    let page = scene.path("out/sq/e/small/assembly/land.html");
    let record = scene.path("out/export.json");
    let read = |path: &Path| std::fs::read_to_string(path).unwrap_or_default();
    let reached = |seq: u64| read(&record).contains(&format!("\"small\": {seq}"));
    let seq = scene.server.as_ref().expect("it runs").state("small").seq;
    until("the first round ends", || reached(seq));
    let before = read(&page);
    let address = scene.base().strip_prefix("http://").expect("its address").to_owned();
    scene.server.take().expect("it runs").stop();
    Stranger::at(&address).asked(6);
    assert_eq!(read(&page), before, "what is written stays while a proxy knows nothing of the server");
    std::thread::sleep(Duration::from_millis(1_500));
    assert_eq!(read(&page), before, "what is written stays while the server is away");
    scene.serve(&address);
    scene.report("unit,revision,sea,hill,nan\ns/1,2,77,0,2\n");
    until("the report is in its file", || read(&page) != before && reached(seq + 1));
    let told = Command::new("kill").args(["-INT", &export.0.id().to_string()]).status().expect("`kill` is there");
    assert!(told.success());
    assert_eq!(export.0.wait().expect("it ends").code(), Some(0));
    let parts: Vec<String> = scene.files().into_keys().filter(|name| name.ends_with(".part")).collect();
    assert!(parts.is_empty(), "{parts:?}");
}
