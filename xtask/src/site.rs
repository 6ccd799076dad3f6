//! The static site as a set of files in memory, and how it is put together.
//!
//! Serving, measuring and shipping all start from the same [`Site`]. Must not compile anything
//! itself and must not know about HTTP.

use crate::failure::{During, Failure, Outcome};
use crate::{shared, shell, wasm};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// Where the hand-written files lie in the repository, and where they go in the site.
const SOURCES: &[(&str, &str)] = &[
    ("index.html", "index.html"),
    ("web/js", ""),
    ("web/css", ""),
    ("web/words", ""),
    ("view/js", "view"),
    ("view/embed.html", "view/embed.html"),
    ("examples", "examples"),
];

/// What the folder of the site holds that is no part of it: the npm package.
pub const PACKAGE: &str = "npm";

/// Files by their path below the site's address: `index.html`, `examples/embed.html`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    files: BTreeMap<String, Vec<u8>>,
}

impl Site {
    /// Builds designer and viewer and puts them together with the hand-written files.
    pub fn build() -> Outcome<Self> {
        let designer = wasm::build(wasm::Crate::Web)?;
        let viewer = wasm::build(wasm::Crate::View)?;
        let mut site = Self::default();
        for (from, to) in SOURCES {
            site.collect(&shell::root().join(from), to)?;
        }
        site.collect(&designer, "")?;
        site.collect(&viewer, "view")?;
        shared::put_in(&site)
    }

    /// Reads a site that was written to `folder`, without the package beside it.
    pub fn read(folder: &Path) -> Outcome<Self> {
        let mut site = Self::default();
        site.collect(folder, "")?;
        site.files.retain(|path, _| path.split('/').next() != Some(PACKAGE));
        Ok(site)
    }

    /// Writes all files to `folder`, which holds nothing else afterwards but the package.
    pub fn write(&self, folder: &Path) -> Outcome {
        if folder.exists() {
            empty(folder).during(format_args!("empty {}", folder.display()))?;
        }
        for (path, bytes) in &self.files {
            let file = folder.join(path);
            let parent = file.parent().unwrap_or(folder);
            fs::create_dir_all(parent).during(format_args!("create {}", parent.display()))?;
            fs::write(&file, bytes).during(format_args!("write {}", file.display()))?;
        }
        Ok(())
    }

    /// Adds a file; two files of one name are a mistake in the sources.
    pub fn insert(&mut self, path: &str, bytes: Vec<u8>) -> Outcome {
        match self.files.insert(path.to_owned(), bytes) {
            None => Ok(()),
            Some(_) => Err(Failure::new(format!("two files of the site are called `{path}`"))),
        }
    }

    /// The same files, but for one that has other bytes.
    pub fn with(&self, path: &str, bytes: Vec<u8>) -> Outcome<Self> {
        let mut changed = self.clone();
        match changed.files.insert(path.to_owned(), bytes) {
            Some(_) => Ok(changed),
            None => Err(Failure::new(format!("the site has no `{path}`"))),
        }
    }

    /// The bytes of one file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// All files in the order of their paths.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// Whether some file lies below `folder`, given without a slash at its end.
    pub fn has_folder(&self, folder: &str) -> bool {
        self.files
            .keys()
            .any(|path| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
    }

    /// Adds the file `from`, or everything below it if it is a folder, as `to`.
    fn collect(&mut self, from: &Path, to: &str) -> Outcome {
        if from.is_file() {
            let bytes = fs::read(from).during(format_args!("read {}", from.display()))?;
            return self.insert(to, bytes);
        }
        let entries = fs::read_dir(from).during(format_args!("read {}", from.display()))?;
        for entry in entries {
            let entry = entry.during(format_args!("read {}", from.display()))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if to.is_empty() { name } else { format!("{to}/{name}") };
            self.collect(&entry.path(), &path)?;
        }
        Ok(())
    }
}

/// Removes what is in a folder, but for the package.
fn empty(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name() == PACKAGE {
            continue;
        }
        match entry.file_type()?.is_dir() {
            true => fs::remove_dir_all(entry.path())?,
            false => fs::remove_file(entry.path())?,
        }
    }
    Ok(())
}

#[cfg(test)]
impl Site {
    /// A site of small text files.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
        Self { files: files.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_and_nothing_older_stays() {
        let folder = std::env::temp_dir().join(format!("netpol-site-{}", std::process::id()));
        let old = Site::of(&[("old.js", "1")]);
        let new = Site::of(&[("index.html", "<!doctype html>"), ("examples/embed.html", "x")]);
        old.write(&folder).and_then(|()| new.write(&folder)).unwrap();
        assert_eq!(Site::read(&folder).unwrap(), new);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_name_taken_twice_is_refused() {
        let mut site = Site::of(&[("index.html", "a")]);
        assert!(site.insert("index.html", Vec::new()).is_err());
    }

    #[test]
    fn folders_are_known_by_their_whole_name() {
        let site = Site::of(&[("examples/embed.html", "")]);
        assert!(site.has_folder("examples"));
        assert!(!site.has_folder("example"));
    }
}
