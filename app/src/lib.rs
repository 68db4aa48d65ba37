//! The face of Nightcount: pages and components that the server renders, islands that live in the browser.
