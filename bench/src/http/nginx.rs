//! nginx with files, set up as for a busy site: open files kept, no log.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::process::Running;

/// An answer of ours, to be served as a file.
pub struct Kept {
    pub tag: String,
    pub encoding: String,
    pub kind: String,
    pub body: Vec<u8>,
}

/// A running nginx; it ends with this.
pub struct Nginx {
    pub port: u16,
    master: Running,
}

impl Nginx {
    /// Where the answer with this number is.
    pub fn address(at: usize) -> String {
        format!("/{at}")
    }

    /// Starts it with these files below `folder`.
    pub fn start(folder: &Path, port: u16, files: &[Kept]) -> Result<Self> {
        std::fs::create_dir_all(folder.join("files"))?;
        let mut locations = String::new();
        for (at, Kept { encoding, kind, body, .. }) in files.iter().enumerate() {
            std::fs::write(folder.join("files").join(at.to_string()), body)?;
            let encoded =
                if encoding.is_empty() { String::new() } else { format!("add_header Content-Encoding {encoding};") };
            writeln!(
                locations,
                "  location = /{at} {{ types {{}} default_type \"{kind}\"; {encoded}\n   \
                 add_header Cache-Control \"public, max-age=1\"; add_header Vary Accept-Encoding; }}"
            )?;
        }
        let here = folder.display();
        let configuration = format!(
            "daemon off;\nworker_processes auto;\npid {here}/pid;\nerror_log stderr crit;\n\
             events {{ worker_connections 4096; }}\nhttp {{\n access_log off;\n sendfile on;\n tcp_nopush on;\n \
             keepalive_requests 100000000;\n open_file_cache max=100 inactive=60s;\n open_file_cache_valid 60s;\n \
             client_body_temp_path {here}/body;\n proxy_temp_path {here}/proxy;\n fastcgi_temp_path {here}/fastcgi;\n \
             uwsgi_temp_path {here}/uwsgi;\n scgi_temp_path {here}/scgi;\n \
             server {{\n  listen 127.0.0.1:{port} backlog=4096;\n  root {here}/files;\n{locations} }}\n}}\n"
        );
        let file = folder.join("nginx.conf");
        std::fs::write(&file, configuration)?;
        let master = Running::start(Command::new("nginx").arg("-c").arg(file).arg("-p").arg(folder))?;
        let nginx = Self { port, master };
        for _ in 0..100 {
            if ureq::get(format!("http://127.0.0.1:{port}/0")).call().is_ok() {
                return Ok(nginx);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        bail!("nginx does not answer within five seconds")
    }
}

impl Drop for Nginx {
    /// Its workers end only if their master is asked to.
    fn drop(&mut self) {
        let _ = Command::new("kill").args(["-TERM", &self.master.pid().to_string()]).status();
        std::thread::sleep(Duration::from_millis(300));
    }
}
