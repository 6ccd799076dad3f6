//! `netpol new`: manifests from the catalogue.

use std::collections::BTreeSet;
use std::io::{self, Write};

use netpol_core::diagnostic::Severity;
use netpol_core::draft::PolicyDraft;
use netpol_core::preset::{ArgumentError, Arguments, Group, PRESETS, Preset};
use netpol_core::review::review;
use netpol_core::validate::ServerVersion;
use netpol_core::yaml;

use crate::Outcome;
use crate::output::{Output, Role, plain};

/// Print the manifests of a ready-made policy
///
/// Without a preset, the catalogue is listed. What is not set has the preset's own example value;
/// --explain shows what can be set.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// The id or the name of a preset, or `blank` for a policy without rules
    preset: Option<String>,
    /// Answer a question of the preset; can be given several times
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = setting, requires = "preset")]
    settings: Vec<(String, String)>,
    /// Print the preset's page: what it does, what can be set, an example, what to watch out for
    #[arg(long, requires = "preset", conflicts_with = "settings")]
    explain: bool,
    /// List the catalogue
    #[arg(long, conflicts_with = "preset")]
    list: bool,
}

const AFTER_HELP: &str = "\
Exit status:
  0  the manifests are printed
  2  there is no such preset, or an answer does not fit

Examples:
  netpol new --list
  netpol new allow-from-app --explain
  netpol new allow-from-app --set namespace=shop --set callers=app=web --set ports='TCP 8080'
  netpol new blank --set name=web --set namespace=shop";

/// The name of the policy that a blank form starts from.
const BLANK: &str = "blank";

/// Lists the catalogue, or prints a page or manifests from it.
pub fn run(args: &Args, out: &mut Output, err: &mut Output) -> io::Result<Outcome> {
    let Some(wanted) = &args.preset else { return list(out) };
    // Ids are typed in lower case too.
    let preset = Preset::find(wanted).or_else(|| Preset::find(&wanted.to_ascii_uppercase()));
    if preset.is_none() && wanted != BLANK {
        let message = format!("`{wanted}` is no preset; `netpol new --list` shows all of them");
        return refuse(&[message], err);
    }
    if args.explain {
        return explain(preset, out);
    }
    let repeated = repeated(&args.settings);
    if !repeated.is_empty() {
        return refuse(&repeated, err);
    }
    let made = match preset {
        Some(preset) => from_preset(preset, &args.settings),
        None => blank(&args.settings),
    };
    match made {
        Ok(text) => {
            write!(out, "{text}")?;
            Ok(Outcome::Fine)
        }
        Err(errors) => refuse(&errors, err),
    }
}

fn list(out: &mut Output) -> io::Result<Outcome> {
    let style = out.style();
    let widest = PRESETS.iter().map(|preset| preset.name.len()).max().unwrap_or(0);
    for group in Group::ALL {
        writeln!(out, "{}", style.paint(Role::Strong, group.title()))?;
        for preset in PRESETS.iter().filter(|preset| preset.group == group) {
            let id = style.paint(Role::Margin, preset.id);
            writeln!(out, "  {id}  {:widest$}  {}", preset.name, preset.title)?;
        }
        writeln!(out)?;
    }
    writeln!(out, "`netpol new P01 --explain` tells about one, `netpol new P01` prints it.")?;
    Ok(Outcome::Fine)
}

fn explain(preset: Option<&Preset>, out: &mut Output) -> io::Result<Outcome> {
    match preset.map(|preset| (preset, from_preset(preset, &[]))) {
        Some((preset, Ok(example))) => write!(out, "{}", preset.page(&example))?,
        _ => write!(out, "{BLANK_PAGE}")?,
    }
    Ok(Outcome::Fine)
}

const BLANK_PAGE: &str = "\
# Blank

A policy without rules, to be filled in. As it is, it denies all ingress of all pods of its
namespace.

## Parameters

- `name` – The name of the policy. It has no default.
- `namespace` – The namespace; blank leaves it out of the manifest.
";

fn from_preset(preset: &Preset, settings: &[(String, String)]) -> Result<String, Vec<String>> {
    let given = settings.iter();
    let arguments = given.fold(Arguments::default(), |given, (key, value)| given.with(key, value));
    let manifests = preset
        .build(&arguments)
        .map_err(|errors| errors.iter().map(ArgumentError::to_string).collect::<Vec<String>>())?;
    let texts: Vec<String> = manifests.iter().map(yaml::emit).collect();
    accepted(yaml::join(texts.iter().map(String::as_str)))
}

fn blank(settings: &[(String, String)]) -> Result<String, Vec<String>> {
    let unknown = settings.iter().filter(|(key, _)| key != "name" && key != "namespace");
    let errors: Vec<String> =
        unknown.map(|(key, _)| format!("{key}: use name or namespace")).collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    let answer = |wanted: &str| {
        let found = settings.iter().find(|(key, _)| key == wanted);
        found.map_or("", |(_, value)| value.as_str())
    };
    accepted(yaml::emit(&PolicyDraft::blank(answer("name"), answer("namespace")).to_value()))
}

/// The text, unless the API server would refuse it: a manifest from here can be applied.
fn accepted(text: String) -> Result<String, Vec<String>> {
    let reviews = review(&text, ServerVersion::LATEST);
    let found = reviews.iter().flat_map(|review| &review.diagnostics);
    let errors: Vec<String> = found
        .filter(|found| found.severity == Severity::Error)
        .map(|found| match &found.help {
            Some(help) => format!("{}: {} ({help})", found.path, found.message),
            None => format!("{}: {}", found.path, found.message),
        })
        .collect();
    if errors.is_empty() { Ok(text) } else { Err(errors) }
}

fn setting(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("write the key, `=`, and the value")?;
    Ok((key.trim().to_owned(), value.to_owned()))
}

fn repeated(settings: &[(String, String)]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let again = settings.iter().filter(|(key, _)| !seen.insert(key));
    again.map(|(key, _)| format!("{key}: it is set twice")).collect()
}

fn refuse(errors: &[String], err: &mut Output) -> io::Result<Outcome> {
    for error in errors {
        let word = err.style().paint(Role::Error, "error");
        writeln!(err, "{word}: {}", plain(error))?;
    }
    Ok(Outcome::CannotRun)
}
