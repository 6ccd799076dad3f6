//! The workspace as it would lie in a directory, in one archive.

use super::document::Document;
use crate::archive::{kustomization, zip};

impl Document {
    /// Packs the files as they are laid out, and the `kustomization.yaml` that lists them unless
    /// they bring one; see [`archive::zip`](crate::archive::zip).
    pub fn to_zip(&self) -> Vec<u8> {
        let texts: Vec<String> = self.files().iter().map(|file| file.text()).collect();
        let (mut files, mut resources) = (Vec::new(), Vec::new());
        for (file, text) in self.files().iter().zip(&texts) {
            files.push((file.name().to_owned(), text.as_str()));
            // kustomize refuses a resource that holds nothing.
            if file.manifests().next().is_some() {
                resources.push((file.name().to_owned(), text.as_str()));
            }
        }
        let list = kustomization(&resources);
        if !self.has_kustomization() {
            files.push(("kustomization.yaml".to_owned(), &list));
        }
        zip(&files)
    }

    /// Whether a file says already how the others belong together.
    pub fn has_kustomization(&self) -> bool {
        self.files().iter().any(|file| {
            let name = file.name().rsplit(['/', '\\']).next().unwrap_or_default();
            ["kustomization.yaml", "kustomization.yml", "Kustomization"].contains(&name)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::command::Command;
    use crate::edit::apply;

    /// Which of some pieces of text are in the archive of files with these names and texts.
    fn check(files: &[(&str, &str)], present: &[&str], absent: &[&str]) {
        let mut document = Rc::new(Document::default());
        for (name, text) in files {
            let (name, text) = ((*name).to_owned(), (*text).to_owned());
            document = apply(&document, &Command::AddFile { name, text }).expect("a file");
        }
        let bytes = document.to_zip();
        let has = |text: &&str| bytes.windows(text.len()).any(|piece| piece == text.as_bytes());
        assert_eq!(present.iter().copied().find(|text| !has(text)), None, "{files:?}");
        assert_eq!(absent.iter().copied().find(has), None, "{files:?}");
    }

    #[test]
    fn every_file_is_in_the_archive_and_every_manifest_in_the_list() {
        let files = [("net/web.yaml", "kind: A # mine\n"), ("blank.yaml", "# nothing\n")];
        check(
            &files,
            &["kind: A # mine\n", "# nothing\n", "resources:\n- net/web.yaml\n"],
            &["- blank.yaml"],
        );
    }

    #[test]
    fn a_list_of_the_users_own_is_the_only_one() {
        let files = [("kustomization.yml", "resources: [a.yaml]\n"), ("a.yaml", "kind: A\n")];
        check(&files, &["resources: [a.yaml]\n", "kind: A\n"], &["resources:\n- a.yaml"]);
    }
}
