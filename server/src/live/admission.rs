//! Who may come in: a count in all and one per address.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::HeaderMap;

/// A door that lets so many in.
#[derive(Clone, Debug)]
pub struct Door(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    most: usize,
    /// 0 = as many as come.
    most_of_one: usize,
    inside: Mutex<Inside>,
}

#[derive(Debug, Default)]
struct Inside {
    all: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// A place inside, given back when it is dropped.
#[derive(Debug)]
pub struct Admitted {
    door: Arc<Inner>,
    address: Option<IpAddr>,
}

impl Door {
    /// A door for `most` in all and `most_of_one` of each address (0 = as many as come).
    #[must_use]
    pub fn new(most: usize, most_of_one: usize) -> Self {
        Self(Arc::new(Inner { most, most_of_one, inside: Mutex::default() }))
    }

    /// Lets somebody in, if there is room.
    #[must_use]
    pub fn admit(&self, address: Option<IpAddr>) -> Option<Admitted> {
        let address = address.filter(|_| self.0.most_of_one > 0).map(network);
        let mut inside = self.0.inside.lock().unwrap_or_else(PoisonError::into_inner);
        if inside.all >= self.0.most {
            return None;
        }
        if let Some(address) = address {
            let of_one = inside.by_address.entry(address).or_default();
            if *of_one >= self.0.most_of_one {
                return None;
            }
            *of_one += 1;
        }
        inside.all += 1;
        Some(Admitted { door: self.0.clone(), address })
    }

    /// How many are inside.
    #[must_use]
    pub fn inside(&self) -> usize {
        self.0.inside.lock().unwrap_or_else(PoisonError::into_inner).all
    }
}

impl Drop for Admitted {
    fn drop(&mut self) {
        let mut inside = self.door.inside.lock().unwrap_or_else(PoisonError::into_inner);
        inside.all -= 1;
        if let Some(address) = self.address
            && let Some(of_one) = inside.by_address.get_mut(&address)
        {
            *of_one -= 1;
            if *of_one == 0 {
                inside.by_address.remove(&address);
                // After a storm the table would stay as large as it was.
                if inside.by_address.len() * 8 < inside.by_address.capacity() {
                    inside.by_address.shrink_to_fit();
                }
            }
        }
    }
}

/// What counts as one address: whoever has an IPv6 address has a whole network of them.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        address => address,
    }
}

/// The reader's address: the one that the trusted proxy has put last into its header, or that of the connection. Behind a proxy that
/// says nothing it is not known.
#[must_use]
pub fn address(peer: Option<IpAddr>, trusted_header: &str, headers: &HeaderMap) -> Option<IpAddr> {
    if trusted_header.is_empty() {
        return peer;
    }
    let last = headers.get_all(trusted_header).iter().next_back()?.to_str().ok()?;
    last.rsplit(',').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> Option<IpAddr> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn a_door_lets_so_many_in_and_more_when_somebody_has_left() {
        let door = Door::new(3, 2);
        let first = door.admit(ip("192.0.2.1"));
        let second = door.admit(ip("::ffff:192.0.2.1"));
        assert!(first.is_some() && second.is_some() && door.admit(ip("192.0.2.1")).is_none(), "two of one address");
        let other = door.admit(None);
        assert!(other.is_some() && door.admit(ip("192.0.2.2")).is_none(), "three in all");
        drop(first);
        assert!(door.admit(ip("192.0.2.1")).is_some());
        drop((second, other));
        assert_eq!(door.inside(), 0);
    }

    #[test]
    fn a_network_of_64_bits_is_one_address() {
        let door = Door::new(9, 1);
        let _one = door.admit(ip("2001:db8:1:2::1"));
        assert!(door.admit(ip("2001:db8:1:2:ffff::2")).is_none());
        assert!(door.admit(ip("2001:db8:1:3::1")).is_some());
    }

    #[test]
    fn only_what_the_nearest_proxy_wrote_is_believed() {
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", "198.51.100.7, 192.0.2.9".parse().unwrap());
        assert_eq!(address(ip("127.0.0.1"), "", &headers), ip("127.0.0.1"));
        assert_eq!(address(ip("127.0.0.1"), "x-forwarded-for", &headers), ip("192.0.2.9"));
        assert_eq!(address(ip("127.0.0.1"), "x-real-ip", &headers), None);
    }
}
