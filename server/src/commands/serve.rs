//! `nightcount serve`: election folders, their journals, their feeds.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::net::TcpListener;

use super::{Place, Stop, runtime};
use crate::clock::Clock;
use crate::config::Config;
use crate::feed;
use crate::load;
use crate::night::Night;
use crate::serve;
use crate::site::Site;
use crate::telemetry::Telemetry;

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Serve {
    /// Election folders.
    #[arg(required = true)]
    folders: Vec<PathBuf>,
    /// Folder of the journals; made if it is not there.
    #[arg(long, default_value = "data", env = "NIGHTCOUNT_DATA")]
    data: PathBuf,
    #[command(flatten)]
    place: Place,
}

impl Serve {
    pub(super) fn run(self) -> Result<(), Stop> {
        let config = Config::load(self.place.config.as_deref()).map_err(|error| Stop::Usage(format!("{error:#}")))?;
        let telemetry = Telemetry::default();
        let mut nights = Vec::new();
        for folder in &self.folders {
            let (definition, atlas) = load::election(folder)?;
            let id = definition.id.clone();
            let night = Night::open(definition, atlas, &self.data, Clock::System, &telemetry)?;
            tracing::info!(election = id, seq = night.seq(), "loaded");
            nights.push(night);
        }
        if config.tokens.is_empty() {
            tracing::warn!(
                "no token is set, so nobody can send reports: set NIGHTCOUNT_TOKEN or `tokens` in the configuration"
            );
        }
        if config.ops_tokens.is_empty() {
            tracing::info!(
                "no operators' token is set, so nobody can open /ops: set NIGHTCOUNT_OPS_TOKEN or `ops-tokens` in the configuration"
            );
        }
        let site = serve::site(nights, &config, telemetry);
        run(&self.place, site, &config, |_| {})
    }
}

/// Binds, starts the feeds and serves until asked to stop. `ready` is called with the address once it is open.
pub(super) fn run(
    place: &Place,
    site: Arc<Site>,
    config: &Config,
    ready: impl FnOnce(std::net::SocketAddr),
) -> Result<(), Stop> {
    if site.assets.js.is_empty() {
        tracing::warn!("the browser's files are not built, so pages do not update themselves: run `cargo xtask build`");
    }
    runtime()?.block_on(async {
        let listener = TcpListener::bind(place.listen).await.map_err(|error| {
            Stop::environment(format!("cannot listen on {}: {error}. Give another --listen address", place.listen))
        })?;
        let address = listener.local_addr().map_err(|error| Stop::environment(error.to_string()))?;
        for watch in &config.watch {
            feed::watch::start(&site, watch.clone())?;
        }
        tracing::info!("listening on http://{address}");
        ready(address);
        serve::run(listener, site, serve::asked_to_stop())
            .await
            .map_err(|error| Stop::environment(format!("the server stopped: {error}")))
    })
}
