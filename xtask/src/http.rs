//! A small HTTP/1.1 server for one [`Site`] on the loopback address.
//!
//! It answers GET and HEAD from memory, one request a connection: what is not in the site does not
//! exist, so no path can lead out of it. It is for work on this machine, not for the internet, and
//! must never listen on another address.

use crate::failure::{Failure, Outcome};
use crate::site::Site;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread;
use std::time::Duration;

/// How long a browser may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(10);
/// The longest request that is read.
const LONGEST_REQUEST: usize = 16 * 1024;

/// The site being served; it can be exchanged while the server runs.
#[derive(Clone)]
pub struct Shelf(Arc<RwLock<Arc<Site>>>);

impl Shelf {
    /// Starts with `site`.
    pub fn new(site: Site) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(site))))
    }

    /// Serves `site` from the next request on.
    pub fn replace(&self, site: Site) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(site);
    }

    fn current(&self) -> Arc<Site> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A server that holds its port; it answers once [`Server::run`] is called.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
}

impl Server {
    /// Takes `port` on the loopback address; port 0 takes any that is free.
    pub fn bind(port: u16) -> Outcome<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        let listener = listener.map_err(|error| not_bound(port, &error))?;
        let address = listener.local_addr().map_err(|error| not_bound(port, &error))?;
        Ok(Self { listener, address })
    }

    /// The address to open in a browser.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Answers requests until the program ends.
    pub fn run(self, shelf: &Shelf) {
        for stream in self.listener.incoming().flatten() {
            let site = shelf.current();
            // A slow or silent client must not keep the others waiting.
            thread::spawn(move || {
                // A browser that went away is no failure of ours.
                let _ = converse(stream, &site);
            });
        }
    }
}

fn not_bound(port: u16, error: &io::Error) -> Failure {
    let message = format!("cannot listen on 127.0.0.1:{port}: {error}");
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            Failure::new(format!("port {port} is already in use")).remedy(format!(
                "stop the program that uses it, or take another: cargo xtask serve --port {}",
                port.checked_add(1).unwrap_or(8080)
            ))
        }
        io::ErrorKind::PermissionDenied => Failure::new(message).remedy(
            "ports below 1024 need privileges; take another: cargo xtask serve --port 8080",
        ),
        _ => Failure::new(message),
    }
}

fn converse(mut stream: TcpStream, site: &Site) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let response = match read_head(&mut stream)? {
        Some(head) => respond(site, &head),
        None => Response::text(Status::BadRequest),
    };
    stream.write_all(&response.to_bytes())?;
    stream.flush()
}

/// Reads up to the empty line; a body is never expected. Nothing if there is no end in sight.
fn read_head(stream: &mut impl Read) -> io::Result<Option<String>> {
    let mut head = Vec::new();
    let mut chunk = [0; 1024];
    while head.len() < LONGEST_REQUEST {
        let count = stream.read(&mut chunk)?;
        head.extend_from_slice(&chunk[..count]);
        if head.windows(4).any(|window| window == b"\r\n\r\n") {
            return Ok(String::from_utf8(head).ok());
        }
        if count == 0 {
            break;
        }
    }
    Ok(None)
}

/// The answer to one request.
fn respond(site: &Site, head: &str) -> Response {
    let mut lines = head.lines();
    let mut words = lines.next().unwrap_or_default().split(' ');
    let (Some(method), Some(target), Some(version)) = (words.next(), words.next(), words.next())
    else {
        return Response::text(Status::BadRequest);
    };
    if !version.starts_with("HTTP/1.") || !target.starts_with('/') {
        return Response::text(Status::BadRequest);
    }
    let body = match method {
        "GET" => Body::Sent,
        "HEAD" => Body::Withheld,
        _ => return Response::text(Status::MethodNotAllowed),
    };
    let accepts = Encoding::accepted(lines);
    let mut response = locate(site, target.split('?').next().unwrap_or_default(), accepts);
    response.body = body;
    response
}

fn locate(site: &Site, target: &str, accepts: Encoding) -> Response {
    let Some(path) = decode(&target[1..]) else { return Response::text(Status::BadRequest) };
    if !path.is_empty() && !path.ends_with('/') && site.has_folder(&path) {
        return Response::moved(format!("{target}/"));
    }
    let path = if path.is_empty() || path.ends_with('/') { path + "index.html" } else { path };
    let Some(bytes) = site.get(&path) else { return Response::text(Status::NotFound) };
    match (accepts, site.get(&format!("{path}.br"))) {
        (Encoding::Brotli, Some(small)) => Response::file(&path, small, Encoding::Brotli),
        _ => Response::file(&path, bytes, Encoding::Plain),
    }
}

/// Undoes `%20` and its kind; nothing if the result is no text.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = path.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        if *first == b'%' {
            let digits = std::str::from_utf8(tail.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).ok()
}

#[derive(Clone, Copy)]
enum Status {
    Ok,
    MovedPermanently,
    BadRequest,
    NotFound,
    MethodNotAllowed,
}

impl Status {
    fn line(self) -> &'static str {
        match self {
            Self::Ok => "200 OK",
            Self::MovedPermanently => "301 Moved Permanently",
            Self::BadRequest => "400 Bad Request",
            Self::NotFound => "404 Not Found",
            Self::MethodNotAllowed => "405 Method Not Allowed",
        }
    }
}

#[derive(Clone, Copy)]
enum Encoding {
    Plain,
    Brotli,
}

impl Encoding {
    /// The best encoding that the request's header lines allow.
    fn accepted<'h>(mut lines: impl Iterator<Item = &'h str>) -> Self {
        let brotli = lines.any(|line| {
            line.split_once(':').is_some_and(|(name, value)| {
                name.eq_ignore_ascii_case("accept-encoding")
                    && value.split(',').any(|word| word.trim() == "br")
            })
        });
        if brotli { Self::Brotli } else { Self::Plain }
    }
}

/// Whether the body follows its headers: a HEAD request wants the headers alone.
#[derive(Clone, Copy)]
enum Body {
    Sent,
    Withheld,
}

struct Response {
    status: Status,
    headers: Vec<(&'static str, String)>,
    content: Vec<u8>,
    body: Body,
}

impl Response {
    fn text(status: Status) -> Self {
        let mut headers = vec![("Content-Type", mime_type("x.txt").to_owned())];
        if matches!(status, Status::MethodNotAllowed) {
            headers.push(("Allow", "GET, HEAD".to_owned()));
        }
        let content = format!("{}\n", status.line()).into_bytes();
        Self { status, headers, content, body: Body::Sent }
    }

    fn moved(to: String) -> Self {
        let mut response = Self::text(Status::MovedPermanently);
        response.headers.push(("Location", to));
        response
    }

    fn file(path: &str, content: &[u8], encoding: Encoding) -> Self {
        let mut headers = vec![("Content-Type", mime_type(path).to_owned())];
        if matches!(encoding, Encoding::Brotli) {
            headers.push(("Content-Encoding", "br".to_owned()));
        }
        Self { status: Status::Ok, headers, content: content.to_vec(), body: Body::Sent }
    }

    fn to_bytes(&self) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {}\r\n", self.status.line());
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        // Nothing is cached: after a rebuild a plain reload must show the new page.
        head.push_str("Cache-Control: no-store\r\nVary: Accept-Encoding\r\n");
        head.push_str("X-Content-Type-Options: nosniff\r\nConnection: close\r\n");
        head.push_str(&format!("Content-Length: {}\r\n\r\n", self.content.len()));
        let mut bytes = head.into_bytes();
        if matches!(self.body, Body::Sent) {
            bytes.extend_from_slice(&self.content);
        }
        bytes
    }
}

/// The media type that browsers insist on for modules, styles and wasm.
fn mime_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "webmanifest" => "application/manifest+json",
        "png" => "image/png",
        "txt" | "md" | "yaml" | "yml" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sends one request and gives the whole answer as text.
    fn ask(request: &str) -> String {
        let site = Site::of(&[
            ("index.html", "<!doctype html>"),
            ("a b.css", ":host{}"),
            ("entry.js", "export {}"),
            ("entry.js.br", "packed"),
            ("module.wasm", "\u{0}asm"),
            ("examples/index.html", "examples"),
        ]);
        String::from_utf8_lossy(&respond(&site, request).to_bytes()).into_owned()
    }

    #[track_caller]
    fn check(request: &str, expected: &[&str]) {
        let answer = ask(request);
        for part in expected {
            assert!(answer.contains(part), "{request:?} gave {answer:?}, without {part:?}");
        }
    }

    #[test]
    fn files_come_with_the_media_type_that_browsers_insist_on() {
        check("GET / HTTP/1.1\r\n\r\n", &["200 OK", "text/html; charset=utf-8", "<!doctype html>"]);
        check("GET /entry.js?v=1 HTTP/1.1\r\n\r\n", &["200 OK", "text/javascript", "export {}"]);
        check("GET /module.wasm HTTP/1.1\r\n\r\n", &["200 OK", "application/wasm"]);
        check("GET /a%20b.css HTTP/1.1\r\n\r\n", &["200 OK", "text/css"]);
        check("GET /examples/ HTTP/1.1\r\n\r\n", &["200 OK", "examples"]);
    }

    #[test]
    fn a_folder_without_its_slash_is_sent_to_the_address_with_it() {
        check("GET /examples HTTP/1.1\r\n\r\n", &["301", "Location: /examples/\r\n"]);
    }

    #[test]
    fn no_path_leads_out_of_the_site() {
        for path in ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/examples/../../Cargo.toml", "//etc"]
        {
            check(&format!("GET {path} HTTP/1.1\r\n\r\n"), &["404 Not Found"]);
        }
        for target in ["Cargo.toml", "http://elsewhere/", "*", "/%zz", "/%", "/%ff"] {
            check(&format!("GET {target} HTTP/1.1\r\n\r\n"), &["400 Bad Request"]);
        }
    }

    #[test]
    fn head_gives_the_headers_alone() {
        let answer = ask("HEAD / HTTP/1.1\r\n\r\n");
        assert!(answer.contains("Content-Length: 15\r\n") && answer.ends_with("\r\n\r\n"));
    }

    #[test]
    fn other_methods_are_refused() {
        check("POST / HTTP/1.1\r\n\r\n", &["405", "Allow: GET, HEAD"]);
    }

    #[test]
    fn compressed_files_go_only_to_those_who_read_them() {
        let packed = "GET /entry.js HTTP/1.1\r\nAccept-Encoding: gzip, br\r\n\r\n";
        check(packed, &["Content-Encoding: br", "packed", "text/javascript"]);
        check("GET /entry.js HTTP/1.1\r\nAccept-Encoding: gzip\r\n\r\n", &["export {}"]);
    }

    #[test]
    fn what_is_no_request_is_refused() {
        for head in ["", "GET", "GET /", "GET / SPDY/3", "\u{0}\u{1} \u{2} \u{3}"] {
            check(head, &["400 Bad Request"]);
        }
        let endless = vec![b'a'; 2 * LONGEST_REQUEST];
        assert!(read_head(&mut endless.as_slice()).unwrap().is_none());
    }

    #[test]
    fn a_taken_port_says_what_to_do() {
        let first = Server::bind(0).unwrap();
        let failure = Server::bind(first.address.port()).err().map(|f| f.to_string());
        assert!(failure.is_some_and(|text| text.contains("--port")));
        assert!(first.address.ip().is_loopback());
    }
}
