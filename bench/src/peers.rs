//! The servers: which there are, which of them are installed here, and how each is started.

use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::crowd::{Greeting, said};
use crate::process::{Running, on_path};
use crate::{Arguments, Sizes, ours};

/// What a server is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// With or without compression, which readers choose.
    Ours {
        deflate: bool,
    },
    /// A kind of `peer`.
    Rust(&'static str),
    /// A script, and the program that runs it.
    Script(PathBuf, &'static str),
    /// A program of that name in `peers`.
    Go(&'static str),
    Nats,
    Nchan,
}

impl Kind {
    /// The limit line.
    pub const RAW: &'static str = "raw send loop";
}

/// A server.
#[derive(Clone, Debug)]
pub struct Peer {
    pub name: &'static str,
    kind: Kind,
}

/// A server that runs, and what feeds it.
pub struct Fed {
    pub process: Running,
    _ours: Option<ours::Fed>,
    publisher: Option<(Arc<AtomicBool>, JoinHandle<()>)>,
    _folder: Option<tempfile::TempDir>,
}

impl Fed {
    pub fn stop(&mut self) {
        if let Some((ending, publisher)) = self.publisher.take() {
            ending.store(true, Ordering::Relaxed);
            let _ = publisher.join();
        }
    }
}

/// The servers to compare; says which are left out, and what would bring them in.
pub fn installed(only: &[String]) -> Result<Vec<Peer>> {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers");
    let bun: PathBuf = scripts.join("node_modules/.bin/bun");
    let npm = "npm install --no-package-lock --prefix bench/peers";
    let module = |name: &str| scripts.join("node_modules").join(name).is_dir() && on_path("node");
    let pip = "apt-get install libuv1; python3 -m pip install --target bench/peers/python socketify==0.0.31";
    let uws = on_path("python3") && scripts.join("python/socketify").is_dir();
    let library = |path: &str| on_path("go") && Path::new("/usr/share/gocode/src/github.com").join(path).is_dir();
    let (gorilla, centrifuge) = (library("gorilla/websocket"), library("centrifugal/centrifuge"));
    let nchan = on_path("nginx") && Path::new("/usr/lib/nginx/modules/ngx_nchan_module.so").is_file();
    let known = [
        (Kind::RAW, Kind::Rust("raw"), true, ""),
        ("nightcount", Kind::Ours { deflate: false }, true, ""),
        ("nightcount, deflate", Kind::Ours { deflate: true }, true, ""),
        ("tokio-tungstenite", Kind::Rust("tungstenite"), true, ""),
        ("axum ws", Kind::Rust("axum"), true, ""),
        ("fastwebsockets", Kind::Rust("fastwebsockets"), true, ""),
        ("Node ws", Kind::Script(scripts.join("ws.mjs"), "node"), module("ws"), npm),
        ("socket.io", Kind::Script(scripts.join("socketio.mjs"), "node"), module("socket.io"), npm),
        ("Bun", Kind::Script(scripts.join("bun.mjs"), "bun"), runs(&bun), npm),
        ("uWebSockets", Kind::Script(scripts.join("uws.py"), "python3"), uws, pip),
        ("gorilla", Kind::Go("gorilla"), gorilla, "apt-get install golang-go golang-github-gorilla-websocket-dev"),
        (
            "Centrifuge",
            Kind::Go("centrifuge"),
            centrifuge,
            "apt-get install golang-go golang-github-{centrifugal-centrifuge,centrifugal-protocol,fzambia-eagle,igm-sockjs-go,mna-redisc}-dev",
        ),
        ("NATS (plain TCP)", Kind::Nats, on_path("nats-server"), "apt-get install nats-server"),
        ("nchan", Kind::Nchan, nchan, "apt-get install libnginx-mod-nchan"),
    ];
    let mut peers = Vec::new();
    for (name, kind, there, how) in known {
        let wanted = only.is_empty() || name == Kind::RAW || only.iter().any(|one| name.contains(one.as_str()));
        match (wanted, there) {
            (false, _) => {}
            (true, true) => peers.push(Peer { name, kind }),
            (true, false) => println!("not here: {name}; to have it: {how}"),
        }
    }
    Ok(peers)
}

fn runs(program: &Path) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

impl Peer {
    /// How its readers begin.
    pub fn greeting(&self, bytes: usize) -> Greeting {
        let websocket = |path: &str, says| Greeting { path: path.into(), says, plain: None, deflate: false };
        match (&self.kind, self.name) {
            (Kind::Ours { deflate }, _) => ours::greeting(*deflate),
            (_, "Centrifuge") => websocket("/", said(r#"{"id":1,"params":{}}"#)),
            (_, "socket.io") => websocket("/socket.io/?EIO=4&transport=websocket", said("40")),
            (Kind::Nchan, _) => websocket("/sub", Vec::new()),
            (Kind::Nats, _) => {
                let head = format!("MSG n 1 {bytes}\r\n\r\n");
                let says = b"CONNECT {\"verbose\":false}\r\nSUB n 1\r\n".to_vec();
                Greeting { path: String::new(), says, plain: Some((head.len() + bytes) as u64), deflate: false }
            }
            _ => websocket("/", Vec::new()),
        }
    }

    /// Starts it, and waits until it takes connections. It sends messages of the size that ours have.
    pub async fn start(&self, arguments: &Arguments, port: u16, sizes: Sizes) -> Result<Fed> {
        let bytes = sizes.sent;
        let folder = tempfile::tempdir()?;
        let words = [port.to_string(), bytes.to_string(), arguments.rate.to_string()];
        let mut command = match &self.kind {
            Kind::Ours { .. } => {
                let (process, fed) = ours::start(arguments, port, sizes.asked)?;
                return Ok(Fed { process, _ours: Some(fed), publisher: None, _folder: None });
            }
            Kind::Rust(kind) => {
                let mut command = Command::new(std::env::current_exe()?.with_file_name("peer"));
                command.arg(kind).args(words);
                command
            }
            Kind::Script(script, program) => {
                let bun = script.with_file_name("node_modules").join(".bin/bun");
                let mut command = if *program == "bun" { Command::new(bun) } else { Command::new(program) };
                command.arg(script).args(words);
                command
            }
            Kind::Go(name) => go(folder.path(), name, &words)?,
            Kind::Nats => nats(port),
            Kind::Nchan => nchan(folder.path(), port)?,
        };
        let process = Running::start(&mut command)?;
        listens(port).await?;
        let publisher = matches!(self.kind, Kind::Nats | Kind::Nchan).then(|| {
            let (ending, ended) = (Arc::new(AtomicBool::new(false)), self.kind == Kind::Nats);
            let (told, every) = (ending.clone(), Duration::from_secs_f64(1.0 / arguments.rate));
            (ending, std::thread::spawn(move || _ = publish(port, bytes, every, ended, &told)))
        });
        Ok(Fed { process, _ours: None, publisher, _folder: Some(folder) })
    }
}

async fn listens(port: u16) -> Result<()> {
    for _ in 0..200 {
        if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    bail!("it does not listen within ten seconds")
}

fn go(folder: &Path, name: &str, words: &[String]) -> Result<Command> {
    let program = folder.join(name);
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers").join(name).with_extension("go");
    let mut build = Command::new("go");
    build.env("GO111MODULE", "off").env("GOPATH", "/usr/share/gocode").env("GOFLAGS", "");
    build.env("GOCACHE", std::env::temp_dir().join("fanout-go"));
    let built = build.arg("build").arg("-o").arg(&program).arg(source).status().context("go")?;
    anyhow::ensure!(built.success(), "go does not build it");
    let mut command = Command::new(program);
    command.args(words);
    Ok(command)
}

fn nats(port: u16) -> Command {
    let mut command = Command::new("nats-server");
    command.args(["--addr", "127.0.0.1", "--port", &port.to_string()]);
    command
}

fn nchan(folder: &Path, port: u16) -> Result<Command> {
    let here = folder.display();
    let configuration = format!(
        "load_module /usr/lib/nginx/modules/ngx_nchan_module.so;\ndaemon off;\nmaster_process off;\npid {here}/pid;\n\
         error_log stderr crit;\nevents {{ worker_connections 20000; }}\nhttp {{\n access_log off;\n\
         client_body_temp_path {here}/body;\n proxy_temp_path {here}/proxy;\n fastcgi_temp_path {here}/fastcgi;\n\
         uwsgi_temp_path {here}/uwsgi;\n scgi_temp_path {here}/scgi;\n server {{\n  listen 127.0.0.1:{port} backlog=4096;\n\
         location = /sub {{ nchan_subscriber websocket; nchan_channel_id n; nchan_subscriber_first_message newest; }}\n\
         location = /pub {{ nchan_publisher http; nchan_channel_id n; nchan_message_buffer_length 1; }}\n }}\n}}\n"
    );
    let file = folder.join("nginx.conf");
    std::fs::write(&file, configuration)?;
    let mut command = Command::new("nginx");
    command.arg("-c").arg(file).arg("-p").arg(folder);
    Ok(command)
}

/// Sends the payload to a server that only passes messages on.
fn publish(port: u16, bytes: usize, every: Duration, nats: bool, ending: &AtomicBool) -> Result<()> {
    use std::io::Write as _;
    let mut line = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    let payload = vec![b'x'; bytes];
    if nats {
        line.write_all(b"CONNECT {\"verbose\":false}\r\n")?;
    }
    while !ending.load(Ordering::Relaxed) {
        if nats {
            line.write_all(&[format!("PUB n {bytes}\r\n").as_bytes(), &payload, b"\r\n"].concat())?;
        } else {
            ureq::post(format!("http://127.0.0.1:{port}/pub")).send(&payload[..])?;
        }
        std::thread::sleep(every);
    }
    Ok(())
}
