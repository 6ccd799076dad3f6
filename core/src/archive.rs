//! Several files as one: a ZIP archive, and the list of resources that kustomize wants beside them.
//!
//! The files are stored as they are: manifests are small, and a compressor is not. There is no
//! clock here, so every file is as old as the format allows, and the same files give the same bytes.

use crate::order;
use crate::value::Value;
use crate::yaml;

/// The number of files and of bytes that the format without extensions can hold.
const MAX_FILES: usize = u16::MAX as usize;
const MAX_BYTES: u64 = u32::MAX as u64;

/// Packs files, each by its name and text, into a ZIP archive.
///
/// Names become relative paths that stay inside of the directory where the archive is unpacked, and
/// of two that are the same but for the case of Latin letters, the second gets a number. What the format
/// cannot hold, files beyond 65,535 or 4 GB, is left out.
///
/// ```
/// let bytes = netpol_core::archive::zip(&[("web.yaml".to_owned(), "kind: NetworkPolicy\n")]);
/// assert!(bytes.starts_with(b"PK\x03\x04"));
/// ```
pub fn zip(files: &[(String, &str)]) -> Vec<u8> {
    let (mut bytes, mut directory, mut count) = (Vec::new(), Vec::new(), 0_u16);
    for (name, (_, text)) in names(files).iter().zip(files).take(MAX_FILES) {
        let offset = bytes.len();
        // Both headers, with room to spare for the end.
        let needed = offset + directory.len() + 2 * (name.len() + 64) + text.len();
        if needed as u64 > MAX_BYTES {
            break;
        }
        let about = about(name, text);
        bytes.extend(*b"PK\x03\x04");
        bytes.extend(&about);
        bytes.extend(name.bytes());
        bytes.extend(text.bytes());
        directory.extend(*b"PK\x01\x02");
        // Made by version 2.0 on any system.
        directory.extend(20_u16.to_le_bytes());
        directory.extend(&about);
        // No comment, first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend((offset as u32).to_le_bytes());
        directory.extend(name.bytes());
        count += 1;
    }
    let (start, length) = (bytes.len() as u32, directory.len() as u32);
    bytes.append(&mut directory);
    bytes.extend(*b"PK\x05\x06\0\0\0\0");
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(length.to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend([0; 2]);
    bytes
}

/// What both headers of a file say about it.
fn about(name: &str, text: &str) -> Vec<u8> {
    let mut about = Vec::with_capacity(26);
    // Readable by version 2.0; the name is UTF-8; stored.
    for field in [20_u16, 1 << 11, 0] {
        about.extend(field.to_le_bytes());
    }
    // Midnight of 1980-01-01.
    for field in [0_u16, 1 << 5 | 1] {
        about.extend(field.to_le_bytes());
    }
    let length = text.len() as u32;
    for field in [crc32(text.as_bytes()), length, length] {
        about.extend(field.to_le_bytes());
    }
    about.extend((name.len() as u16).to_le_bytes());
    // No extra field.
    about.extend([0; 2]);
    about
}

/// Writes the `kustomization.yaml` that has these files as its resources, sorted.
///
/// ```
/// let files = ["b.yaml", "a.yaml"].map(|name| (name.to_owned(), ""));
/// let text = netpol_core::archive::kustomization(&files);
/// assert!(text.ends_with("resources:\n- a.yaml\n- b.yaml\n"));
/// ```
pub fn kustomization(files: &[(String, &str)]) -> String {
    let resources = order::sorted(names(files), |a, b| a.cmp(b)).into_iter();
    yaml::emit(&Value::Map(vec![
        ("apiVersion".to_owned(), Value::from("kustomize.config.k8s.io/v1beta1")),
        ("kind".to_owned(), Value::from("Kustomization")),
        ("resources".to_owned(), Value::List(resources.map(Value::String).collect())),
    ]))
}

/// The names that the files get, each only once.
fn names(files: &[(String, &str)]) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    let mut names = Vec::with_capacity(files.len());
    for (name, _) in files {
        let safe = safe(name);
        let (stem, extension) = match safe.rfind('.') {
            Some(at) if !safe[at..].contains('/') => safe.split_at(at),
            _ => (safe.as_str(), ""),
        };
        let (mut unique, mut number) = (safe.clone(), 1_u32);
        // Some systems take two names for the same that differ in case.
        let place = loop {
            match taken.binary_search(&unique.to_ascii_lowercase()) {
                Err(place) => break place,
                Ok(_) => number += 1,
            }
            unique = [stem, "-", &number.to_string(), extension].concat();
        };
        taken.insert(place, unique.to_ascii_lowercase());
        names.push(unique);
    }
    names
}

/// A relative path without a step up, of characters that every system has in names.
fn safe(name: &str) -> String {
    let mut safe = String::new();
    for part in name.split(['/', '\\']) {
        // Windows drops dots and blanks at the end of a name.
        let part = part.trim_end_matches(['.', ' ']).trim_start();
        if part.is_empty() {
            continue;
        }
        if !safe.is_empty() {
            safe.push('/');
        }
        safe.extend(part.chars().map(|char| match char {
            ':' | '*' | '?' | '"' | '<' | '>' | '|' => '-',
            control if control.is_control() => '-',
            other => other,
        }));
    }
    if safe.is_empty() {
        safe.push_str("file");
    }
    // The format has two bytes for the length; no system has more for a path.
    let mut end = safe.len().min(1_000);
    while !safe.is_char_boundary(end) {
        end -= 1;
    }
    safe.truncate(end);
    safe
}

/// The checksum of the ZIP format: CRC-32 with the reversed polynomial `edb88320`.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for &byte in bytes {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            // All ones if the lowest bit is set.
            let mask = (crc & 1).wrapping_neg();
            crc = crc >> 1 ^ 0xedb8_8320 & mask;
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads an archive by its directory, as programs that unpack do; checks every header.
    fn unpack(bytes: &[u8]) -> Vec<(String, String)> {
        let short = |at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
        let long = |at: usize| short(at) + (short(at + 2) << 16);
        let text = |at: usize, length: usize| {
            String::from_utf8(bytes[at..at + length].to_vec()).unwrap_or_default()
        };
        let end = bytes.len() - 22;
        assert_eq!(&bytes[end..end + 8], b"PK\x05\x06\0\0\0\0");
        assert_eq!((short(end + 8), short(end + 20)), (short(end + 10), 0));
        let mut at = long(end + 16);
        assert_eq!(at + long(end + 12), end);
        let mut next = 0;
        let mut files = Vec::new();
        for _ in 0..short(end + 10) {
            assert_eq!(&bytes[at..at + 4], b"PK\x01\x02");
            let offset = long(at + 42);
            assert_eq!(offset, next, "no gap between files");
            assert_eq!(&bytes[offset..offset + 4], b"PK\x03\x04");
            assert_eq!(bytes[offset + 4..offset + 30], bytes[at + 6..at + 32]);
            assert_eq!((short(at + 8), short(at + 10)), (0x800, 0), "UTF-8, stored");
            assert_eq!((short(at + 12), short(at + 14)), (0, 0x21), "1980-01-01");
            assert_eq!(long(at + 20), long(at + 24));
            let (name, length) = (short(at + 28), long(at + 20));
            let content = text(offset + 30 + name, length);
            assert_eq!(crc32(content.as_bytes()) as usize, long(at + 16));
            assert_eq!(text(offset + 30, name), text(at + 46, name));
            files.push((text(at + 46, name), content));
            next = offset + 30 + name + length;
            at += 46 + name;
        }
        assert_eq!((at, next), (end, long(end + 16)));
        files
    }

    #[test]
    fn what_is_packed_comes_out_again() {
        let files = [("a.yaml".to_owned(), "a: ü\n"), ("dir/ö.yaml".to_owned(), "")];
        let expected: Vec<_> =
            files.iter().map(|(name, text)| (name.clone(), (*text).to_owned())).collect();
        assert_eq!(unpack(&zip(&files)), expected);
        assert_eq!(zip(&files), zip(&files));
        assert_eq!(unpack(&zip(&[])), []);
    }

    #[test]
    fn checksums_are_those_of_everybody() {
        let cases = [("", 0), ("a", 0xe8b7_be43), ("123456789", 0xcbf4_3926)];
        for (text, crc) in cases {
            assert_eq!(crc32(text.as_bytes()), crc, "{text}");
        }
        assert_eq!(crc32(&[0xff; 32]), 0xff6c_ab0b);
    }

    #[test]
    fn names_stay_inside_and_apart() {
        let cases = [
            ("../../etc/passwd", "etc/passwd"),
            ("/a.yaml", "a.yaml"),
            ("A.yaml", "A-2.yaml"),
            ("a.yaml", "a-3.yaml"),
            ("a-2.yaml", "a-2-2.yaml"),
            ("C:\\x\\..\\y", "C-/x/y"),
            ("a:b\nc", "a-b-c"),
            ("", "file"),
            ("..", "file-2"),
            ("x/./y. ", "x/y"),
            ("v1.2/web", "v1.2/web"),
            ("v1.2/web", "v1.2/web-2"),
        ];
        let files: Vec<(String, &str)> =
            cases.iter().map(|(name, _)| ((*name).to_owned(), "")).collect();
        let names: Vec<String> = unpack(&zip(&files)).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, cases.map(|(_, expected)| expected));
        let long = [("ü".repeat(70_000), "")];
        assert_eq!(unpack(&zip(&long))[0].0.len(), 1_000);
    }

    #[test]
    fn resources_are_sorted_and_named_like_the_files() {
        let files =
            [("b.yaml".to_owned(), ""), ("../on".to_owned(), ""), ("b.yaml".to_owned(), "")];
        let expected = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n\
            resources:\n- b-2.yaml\n- b.yaml\n- \"on\"\n";
        assert_eq!(kustomization(&files), expected);
    }
}
