//! What functions are given, read and checked: texts with their names, and options.
//!
//! A slip in the name of an option, or a value of another type, is an error that says what would be
//! right. Nothing is guessed.

use std::net::IpAddr;

use netpol_core::analysis::{Grouping, Settings};
use netpol_core::answers::{Probe, address};
use netpol_core::gather::File;
use netpol_core::validate::ServerVersion;
use netpol_core::value::Value;
use netpol_core::yaml::{MAX_BYTES, parse};

/// What is wrong with an argument, for the programmer.
pub type Misuse = String;

/// The options that all functions with a judgement have.
pub const JUDGING: &[&str] = &["kubernetesVersion"];

/// The options of the functions about connections.
pub const SETTINGS: &[&str] =
    &["kubernetesVersion", "notEnforced", "ipBlocksMatchPods", "hostNetworkLikePods", "noSctp"];

/// The value that a JSON text says; an error if it is nested too deep.
pub fn value(json: &str) -> Result<Value, Misuse> {
    if json.len() > MAX_BYTES - 10 {
        return Err("arguments have more than 50,000,000 bytes in JSON; split them".to_owned());
    }
    // Within an object every value is read by the rules of JSON.
    let documents = parse(&["{\"value\":", json, "}"].concat());
    for document in documents {
        if let Some(Value::Map(entries)) = document.content.into_value()
            && let Some((_, value)) = entries.into_iter().next()
        {
            return Ok(value);
        }
    }
    Err("an argument is nested too deep".to_owned())
}

/// The texts of an argument: one, or a list, each a text or `{name, text}`.
pub fn files<'a>(what: &str, given: Option<&'a Value>) -> Result<Vec<File<'a>>, Misuse> {
    let one = given.map(std::slice::from_ref).unwrap_or_default();
    let mut files = Vec::new();
    for given in given.and_then(Value::as_list).unwrap_or(one) {
        let (mut name, mut text) = (Some(""), given.as_str());
        for (key, value) in given.as_map().unwrap_or_default() {
            match key.as_str() {
                "name" => name = value.as_str(),
                "text" => text = value.as_str(),
                _ => return Err(no_text(what)),
            }
        }
        let Some((name, text)) = name.zip(text) else { return Err(no_text(what)) };
        files.push(File::new(name, text));
    }
    if given.is_none() { Err(no_text(what)) } else { Ok(files) }
}

fn no_text(what: &str) -> Misuse {
    [what, " has to be a text, {name, text}, or a list of those"].concat()
}

/// The options of a function.
pub struct Options<'a>(&'a [(String, Value)]);

impl<'a> Options<'a> {
    /// Takes an argument for options with some names, of which none has to be there.
    pub fn new(given: Option<&'a Value>, known: &[&[&str]]) -> Result<Self, Misuse> {
        let entries = match given {
            None => &[],
            Some(given) => given.as_map().ok_or("options have to be an object")?,
        };
        for (name, _) in entries {
            if !known.iter().any(|names| names.contains(&name.as_str())) {
                return Err(["there is no option `", name, "`"].concat());
            }
        }
        Ok(Options(entries))
    }

    /// The value of an option.
    pub fn get(&self, name: &str) -> Option<&'a Value> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, value)| value)
    }

    fn is_set(&self, name: &str) -> Result<bool, Misuse> {
        match self.get(name) {
            None => Ok(false),
            Some(Value::Bool(yes)) => Ok(*yes),
            Some(_) => Err(wrong(name, "has to be true or false")),
        }
    }

    /// The version of the API server.
    pub fn server(&self) -> Result<ServerVersion, Misuse> {
        let Some(given) = self.get("kubernetesVersion") else { return Ok(ServerVersion::LATEST) };
        let version = given.as_str().and_then(|text| text.parse().ok());
        version.ok_or_else(|| wrong("kubernetesVersion", "has to be a text like \"1.35\""))
    }

    /// What is known of what enforces policies.
    pub fn settings(&self) -> Result<Settings, Misuse> {
        Ok(Settings {
            enforced: !self.is_set("notEnforced")?,
            ip_blocks_match_pods: self.is_set("ipBlocksMatchPods")?,
            host_network_like_pods: self.is_set("hostNetworkLikePods")?,
            sctp: !self.is_set("noSctp")?,
        })
    }

    /// What one end is.
    pub fn grouping(&self) -> Result<Grouping, Misuse> {
        match self.get("by").map(Value::as_str) {
            None | Some(Some("workload")) => Ok(Grouping::Workload),
            Some(Some("pod")) => Ok(Grouping::Pod),
            Some(_) => Err(wrong("by", "has to be \"workload\" or \"pod\"")),
        }
    }

    /// The ports to be tried, of which there has to be one.
    pub fn probes(&self, name: &str) -> Result<Vec<Probe>, Misuse> {
        let probes = self.texts(name)?;
        if probes.is_empty() {
            return Err(wrong(name, "has to be a list like [\"TCP 80\"]"));
        }
        let mut all = Vec::with_capacity(probes.len());
        for text in probes {
            all.push(probe(name, text)?);
        }
        Ok(all)
    }

    /// Addresses, or none.
    pub fn addresses(&self, name: &str) -> Result<Vec<IpAddr>, Misuse> {
        let mut addresses = Vec::new();
        for text in self.texts(name)? {
            let found = address(text);
            addresses.push(
                found.ok_or_else(|| wrong(name, &["has `", text, "`, no address"].concat()))?,
            );
        }
        Ok(addresses)
    }

    fn texts(&self, name: &str) -> Result<Vec<&'a str>, Misuse> {
        let Some(given) = self.get(name) else { return Ok(Vec::new()) };
        let mut texts = Vec::new();
        for item in given.as_list().unwrap_or(std::slice::from_ref(given)) {
            texts.push(item.as_str().ok_or_else(|| wrong(name, "has to be a list of texts"))?);
        }
        Ok(texts)
    }
}

fn probe(name: &str, text: &str) -> Result<Probe, Misuse> {
    let probe = text.parse::<Probe>();
    probe.map_err(|reason| wrong(name, &["has `", text, "`: ", reason].concat()))
}

fn wrong(option: &str, how: &str) -> Misuse {
    ["the option `", option, "` ", how].concat()
}
