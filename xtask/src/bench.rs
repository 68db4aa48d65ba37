//! Benchmarks: the bench targets of the workspace's crates, the browser's, and those against other servers, by name.

use anyhow::{Result, bail};

use crate::site::{self, Plan};
use crate::{metadata, paths, playwright, process, setup, toolchain};

/// Kills servers for several minutes, so it runs only when it is named.
const NOT_IN_ALL: &str = "crash";

/// What runs in a browser: the files of `end2end/benches`.
const IN_A_BROWSER: [&str; 5] = ["paint", CLIENT, "shift", "audit", LIGHTHOUSE];

/// Against another page: with the server as it is shipped.
const CLIENT: &str = "client";

/// Needs a package that nothing else does.
const LIGHTHOUSE: &str = "lighthouse";

/// Against other people's servers: a workspace of its own in `bench`. Takes long and wants a quiet machine: only by name.
const AGAINST_OTHERS: [&str; 2] = ["fanout", "http"];

struct Bench {
    package: String,
    name: String,
}

/// `cargo xtask bench [NAME…] [-- ARGS]`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let known = known()?;
    let (names, passed_on) = split(arguments);
    if names.is_empty() {
        println!("benchmarks, for `cargo xtask bench NAME…` (`all` is all but `{NOT_IN_ALL}` and those in `bench`):");
        known.iter().for_each(|bench| println!("  {:12} of {}", bench.name, bench.package));
        IN_A_BROWSER.iter().for_each(|name| println!("  {name:12} in a browser"));
        AGAINST_OTHERS.iter().for_each(|name| {
            println!("  {name:12} in `bench`, against other servers (-- --help says what it takes)");
        });
        return Ok(());
    }
    toolchain::ensure()?;
    for name in names {
        if AGAINST_OTHERS.contains(&name.as_str()) {
            against_others(name, passed_on)?;
            continue;
        }
        for browsers in IN_A_BROWSER.into_iter().filter(|browsers| name == browsers || name == "all") {
            in_a_browser(browsers)?;
        }
        if IN_A_BROWSER.contains(&name.as_str()) {
            continue;
        }
        let chosen: Vec<&Bench> = known.iter().filter(|bench| matches(bench, name)).collect();
        if chosen.is_empty() {
            bail!("there is no benchmark `{name}`; `cargo xtask bench` lists them");
        }
        for bench in chosen {
            println!("bench {} of {}", bench.name, bench.package);
            let mut cargo = process::cargo("bench");
            cargo.args(["-q", "--package", &bench.package, "--bench", &bench.name, "--"]).args(passed_on);
            process::run(&mut cargo)?;
        }
    }
    Ok(())
}

fn in_a_browser(name: &str) -> Result<()> {
    println!("bench {name} in a browser");
    setup::everything()?;
    if name == LIGHTHOUSE {
        setup::lighthouse()?;
    }
    let plan = if name == CLIENT { Plan::RELEASE } else { Plan::DEMO };
    playwright::bench(&site::build(plan)?, name)
}

/// The server as it is shipped, and what it is compared with.
fn against_others(name: &str, passed_on: &[String]) -> Result<()> {
    process::run(process::cargo("build").args(["-q", "--release", "--package", "server", "--bin", "nightcount"]))?;
    let manifest = paths::root().join("bench/Cargo.toml");
    let cargo = |command: &str| {
        let mut cargo = process::cargo(command);
        cargo.args(["-q", "--release", "--manifest-path"]).arg(&manifest);
        cargo
    };
    process::run(&mut cargo("build"))?;
    let server = paths::target().join("release/nightcount");
    process::run(cargo("run").args(["--bin", name, "--", "--server"]).arg(server).args(passed_on))
}

fn matches(bench: &Bench, name: &str) -> bool {
    bench.name == name || (name == "all" && bench.name != NOT_IN_ALL)
}

fn known() -> Result<Vec<Bench>> {
    let members = metadata::members()?;
    let benches = |package: metadata::Package| {
        package.benches.into_iter().map(move |name| Bench { package: package.name.clone(), name })
    };
    Ok(members.into_iter().flat_map(benches).collect())
}

/// What stands before `--` and what stands after it.
pub(crate) fn split(arguments: &[String]) -> (&[String], &[String]) {
    match arguments.iter().position(|word| word == "--") {
        Some(at) => (&arguments[..at], &arguments[at + 1..]),
        None => (arguments, &[]),
    }
}
