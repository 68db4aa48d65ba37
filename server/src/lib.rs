//! The shell of Nightcount: everything with a clock, a disk or a socket.
