//! Pages and snapshots a second: ours from its cache, and nginx with the same bytes as files, in turn in each round, so that what
//! the machine does meanwhile meets both. The client is wrk; server and client share the machine's cores.

mod nginx;
#[path = "../process.rs"]
#[allow(dead_code, reason = "the other benchmarks use the rest")]
mod process;
#[path = "../served.rs"]
mod served;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use serde_json::Value;

use nginx::{Kept, Nginx};

/// What is measured.
#[derive(Debug, Parser)]
struct Arguments {
    /// The `nightcount` program.
    #[arg(long)]
    server: PathBuf,
    /// Rounds, of which the median counts.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Seconds that each is asked for in each round.
    #[arg(long, default_value_t = 3)]
    seconds: u32,
    /// Connections that are kept open.
    #[arg(long, default_value_t = 64)]
    connections: u32,
    /// Threads of the client.
    #[arg(long, default_value_t = 1)]
    threads: u32,
    /// First port of two.
    #[arg(long, default_value_t = 4_396)]
    port: u16,
    /// One round of a second: whether it works, not how fast it is.
    #[arg(long)]
    quick: bool,
}

/// What is asked for.
struct Case {
    name: &'static str,
    /// Our address.
    address: String,
    /// As browsers and programs ask.
    accepts: &'static str,
    /// Whether it is asked for by who has it already.
    conditional: bool,
    /// Answers a second that are claimed.
    least: f64,
}

/// Answers a second, of one server after the other.
#[derive(Clone, Copy)]
struct Pair {
    ours: f64,
    nginx: f64,
}

const SMALLEST: &str = "br";
const BROWSER: &str = "gzip, deflate";

fn main() -> Result<()> {
    let mut arguments = Arguments::parse();
    if arguments.quick {
        (arguments.rounds, arguments.seconds) = (1, 1);
    }
    for (program, package) in [("wrk", "wrk"), ("nginx", "nginx-light")] {
        ensure!(process::on_path(program), "{program} is not here; to have it: apt-get install {package}");
    }
    let folder = tempfile::tempdir()?;
    let country = Path::new(env!("CARGO_MANIFEST_DIR")).join("../nights/rehearsal");
    let _ours = served::serve(&arguments.server, &country, &folder.path().join("data"), arguments.port, &[])?;
    replay(&arguments, &country)?;
    let cases = cases(arguments.port)?;
    let kept: Vec<Kept> =
        (cases.iter().map(|case| fetched(arguments.port, &case.address, case.accepts))).collect::<Result<_>>()?;
    let nginx = Nginx::start(&folder.path().join("nginx"), arguments.port + 1, &kept)?;
    println!(
        "{} connections, {} rounds of {} s each; answers a second, and the median of ours over nginx's in the same round",
        arguments.connections, arguments.rounds, arguments.seconds
    );
    let pairs = rounds(&arguments, &cases, &kept, &nginx)?;
    table(&cases, &kept, &pairs);
    Ok(())
}

/// The whole recorded night, so that the pages are full.
fn replay(arguments: &Arguments, country: &Path) -> Result<()> {
    let mut replay = Command::new(&arguments.server);
    replay.arg("replay").arg(country).args(["--speed", "0", "--token", served::TOKEN]);
    replay.args(["--to", &format!("http://127.0.0.1:{}", arguments.port)]);
    let output = replay.output().context("nightcount replay")?;
    ensure!(output.status.success(), "the night was not taken: {}", String::from_utf8_lossy(&output.stderr));
    // The last tick, and what is made once for each state.
    std::thread::sleep(std::time::Duration::from_secs(2));
    Ok(())
}

fn cases(port: u16) -> Result<Vec<Case>> {
    let index: Value =
        serde_json::from_slice(&fetched(port, "/api/v1/index.json", "identity")?.body).context("the index")?;
    let election = &index["elections"][0];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (id, root, contest) = (text(&election["id"]), text(&election["root"]), text(&election["contests"][0]["id"]));
    let language = text(&election["languages"][0]);
    let page = || format!("/e/{id}/{contest}/{root}?lang={language}");
    let snapshot = || format!("/api/v1/elections/{id}/contests/{contest}/units/{root}?format=binary");
    let case = |name, address, accepts, conditional| {
        let least = if conditional { 20_000.0 } else { 10_000.0 };
        Case { name, address, accepts, conditional, least }
    };
    Ok(vec![
        case("page, unchanged", page(), BROWSER, true),
        case("snapshot, unchanged", snapshot(), BROWSER, true),
        case("page, gzip", page(), BROWSER, false),
        case("page, brotli", page(), SMALLEST, false),
        case("page, plain", page(), "identity", false),
        case("snapshot, gzip", snapshot(), BROWSER, false),
    ])
}

/// One answer, as it travels.
fn fetched(port: u16, address: &str, accepts: &str) -> Result<Kept> {
    let mut answer =
        ureq::get(format!("http://127.0.0.1:{port}{address}")).header("Accept-Encoding", accepts).call()?;
    let header =
        |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let (tag, encoding, kind) = (header("etag"), header("content-encoding"), header("content-type"));
    Ok(Kept { tag, encoding, kind, body: answer.body_mut().read_to_vec()? })
}

fn rounds(arguments: &Arguments, cases: &[Case], kept: &[Kept], nginx: &Nginx) -> Result<Vec<Vec<Pair>>> {
    let mut pairs: Vec<Vec<Pair>> = cases.iter().map(|_| Vec::new()).collect();
    for round in 0..arguments.rounds {
        for (at, case) in cases.iter().enumerate() {
            let ours = || asked(arguments, arguments.port, &case.address, case, &kept[at].tag);
            let theirs = || {
                let address = Nginx::address(at);
                let tag = fetched(nginx.port, &address, case.accepts)?;
                ensure!(tag.body == kept[at].body, "nginx does not serve the same bytes");
                asked(arguments, nginx.port, &address, case, &tag.tag)
            };
            let pair = if round % 2 == 0 {
                let ours = ours()?;
                Pair { ours, nginx: theirs()? }
            } else {
                let nginx = theirs()?;
                Pair { ours: ours()?, nginx }
            };
            pairs[at].push(pair);
        }
    }
    Ok(pairs)
}

/// Answers a second at an address, by wrk.
fn asked(arguments: &Arguments, port: u16, address: &str, case: &Case, tag: &str) -> Result<f64> {
    let mut wrk = Command::new("wrk");
    wrk.args(["--threads", &arguments.threads.to_string(), "--connections", &arguments.connections.to_string()]);
    wrk.args(["--duration", &format!("{}s", arguments.seconds)]);
    wrk.args(["--header", &format!("Accept-Encoding: {}", case.accepts)]);
    if case.conditional {
        ensure!(!tag.is_empty(), "{address} has no tag");
        wrk.args(["--header", &format!("If-None-Match: {tag}")]);
    }
    let output = wrk.arg(format!("http://127.0.0.1:{port}{address}")).output().context("wrk")?;
    let text = String::from_utf8_lossy(&output.stdout);
    // It counts 304 as well.
    ensure!(!text.contains("Non-2xx") && !text.contains("Socket errors"), "{address} was refused:\n{text}");
    let figure = |name: &str| text.lines().find_map(|line| line.trim().strip_prefix(name)).map(str::trim);
    let rate: f64 =
        figure("Requests/sec:").and_then(|rate| rate.parse().ok()).with_context(|| format!("wrk says\n{text}"))?;
    let read = figure("Transfer/sec:").map_or(0.0, megabytes) * 1e6 / rate;
    // Or a whole page was counted where nothing was to be sent, or the other way round.
    ensure!((read < 1_000.0) == case.conditional, "{address}: {read:.0} bytes an answer");
    Ok(rate)
}

/// `12.34GB`, `56.78MB`, `910.11KB`, as wrk writes them.
fn megabytes(text: &str) -> f64 {
    let (figure, unit) = text.split_at(text.find(|letter: char| letter.is_ascii_alphabetic()).unwrap_or(text.len()));
    let times = match unit {
        "GB" => 1e3,
        "MB" => 1.0,
        "KB" => 1e-3,
        _ => 1e-6,
    };
    figure.parse().unwrap_or(0.0) * times
}

fn table(cases: &[Case], kept: &[Kept], pairs: &[Vec<Pair>]) {
    println!("{:<22}{:>10}{:>12}{:>12}{:>8}{:>10}", "", "bytes", "ours/s", "nginx/s", "ratio", "claim");
    for ((case, kept), pairs) in cases.iter().zip(kept).zip(pairs) {
        let ratio = median(pairs.iter().map(|pair| pair.ours / pair.nginx).collect());
        let ours = median(pairs.iter().map(|pair| pair.ours).collect());
        let bytes = if case.conditional { 0 } else { kept.body.len() };
        let holds = if ours >= case.least && ratio >= 0.5 { "holds" } else { "fails" };
        println!(
            "{:<22}{bytes:>10}{ours:>12.0}{:>12.0}{ratio:>8.2}{holds:>10}",
            case.name,
            median(pairs.iter().map(|pair| pair.nginx).collect()),
        );
    }
    println!("claimed: 20,000 unchanged and 10,000 whole answers a second, and half of nginx's");
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}
