//! Ready-made policies: a title, a few questions, and the manifests that answer them.
//!
//! Every preset is one file in `presets/` with its page beside it and one line in the registry; the
//! in-app help, the documentation and the command line are made from those. A preset can only say
//! what its typed parameters hold, and those are never blank by accident: what would open a rule to
//! everyone has to be asked for by name. Manifests come out as untyped data, as `yaml` writes it.

mod build;
mod caveats;
mod dns;
mod parameter;
mod presets;
mod registry;

pub use parameter::{ArgumentError, Arguments, Choice, Kind, Parameter};
pub use registry::PRESETS;

use crate::text::split;
use crate::value::Value;
use parameter::Answers;

/// A ready-made set of policies.
#[derive(Debug)]
pub struct Preset {
    /// `P` and two digits, never given out twice.
    pub id: &'static str,
    /// The same for humans, in kebab case: `default-deny-ingress`.
    pub name: &'static str,
    /// What it is called in a list.
    pub title: &'static str,
    /// What it does, in one sentence.
    pub summary: &'static str,
    /// Where it stands in the catalogue.
    pub group: Group,
    /// What to watch out for, one sentence or two each, in Markdown.
    pub caveats: &'static [&'static str],
    /// What it asks for, in the order of a form.
    pub parameters: &'static [Parameter],
    build: fn(&Answers<'_>) -> Built,
}

/// The manifests of a preset.
type Built = Vec<Value>;

impl Preset {
    /// Finds a preset by its id or its name.
    pub fn find(id_or_name: &str) -> Option<&'static Preset> {
        let fits = |preset: &&&Preset| preset.id == id_or_name || preset.name == id_or_name;
        PRESETS.iter().find(fits).copied()
    }

    /// Makes the manifests; what is not given has its default, so no argument at all is fine.
    ///
    /// ```
    /// use netpol_core::preset::{Arguments, Preset};
    /// let preset = Preset::find("default-deny-ingress").expect("a preset");
    /// let manifests = preset.build(&Arguments::default().with("namespace", "shop"));
    /// assert_eq!(manifests.map(|manifests| manifests.len()), Ok(1));
    /// ```
    ///
    /// # Errors
    /// Everything that is wrong with the arguments, in the order of the parameters.
    pub fn build(&self, arguments: &Arguments) -> Result<Vec<Value>, Vec<ArgumentError>> {
        let errors = arguments.check(self.parameters);
        if !errors.is_empty() {
            return Err(errors);
        }
        let answers = Answers::of(arguments);
        let manifests = (self.build)(&answers);
        answers.into_error().map_or(Ok(manifests), |error| Err(vec![error]))
    }

    /// The page in Markdown: the authored text, and in it the parameters, an example, the caveats.
    ///
    /// `manifest` is the text of the manifests with the default answers; this module writes no YAML.
    pub fn page(&self, manifest: &str) -> String {
        let position = PRESETS.iter().position(|preset| *preset == self);
        let text = position.map_or("", |position| registry::PAGES[position]);
        let (before, after) = split(text, REFERENCES).unwrap_or((text, ""));
        let mut page = ["# ", self.title, "\n\n", before, "## Parameters\n\n"].concat();
        for parameter in self.parameters {
            parameter.write_item(&mut page);
        }
        let manifest = ["\n## Manifest\n\n```yaml\n", manifest, "```\n\n## Watch out\n\n"];
        page.push_str(&manifest.concat());
        for caveat in self.caveats {
            page.push_str(&["- ", caveat, "\n"].concat());
        }
        page.push_str(&["\n", REFERENCES, after].concat());
        page
    }
}

/// Presets are told apart by their ids, which are never given out twice.
impl PartialEq for Preset {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// The heading before which everything goes that a page has from elsewhere.
const REFERENCES: &str = "## References\n";

/// The groups of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// What a namespace starts from.
    Baselines,
    /// Who of the own applications may talk to whom.
    BetweenApplications,
}

impl Group {
    /// All groups, in the order of the catalogue.
    pub const ALL: [Group; 2] = [Group::Baselines, Group::BetweenApplications];

    /// What it is called.
    pub const fn title(self) -> &'static str {
        match self {
            Group::Baselines => "Baselines",
            Group::BetweenApplications => "Between applications",
        }
    }
}

#[cfg(test)]
mod tests;
