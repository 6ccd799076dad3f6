//! What the site is made of, as other tools read it: a bill of materials in CycloneDX.
//!
//! The packages whose code is compiled into a module that ships, each with its version, its license and
//! the digest that `Cargo.lock` has. The same sources give the same text, so it has neither date nor
//! number. Here too is which licenses may come in. Must not know what the packages are for.

use crate::failure::{During, Failure, Outcome};
use crate::{shape, shell, wasm};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

/// Where it is in the site.
pub const PATH: &str = "sbom.cdx.json";

/// The packages of ours that become modules.
const SHIPPED: [&str; 3] = ["netpol-js", "netpol-view", "netpol-web"];

/// Says which licenses may come in.
const DENY: &str = include_str!("../../deny.toml");

/// The bill of materials of the site.
pub fn document() -> Outcome<Vec<u8>> {
    let metadata = metadata(&["--filter-platform", wasm::TARGET])?;
    let lock = shell::root().join("Cargo.lock");
    let lock = fs::read_to_string(&lock).during(format_args!("read {}", lock.display()))?;
    let text = serde_json::to_string_pretty(&bill(&metadata, &shipped()?, &digests(&lock)));
    text.map(|text| text.into_bytes())
        .map_err(|error| Failure::new(format!("cannot write the bill of materials: {error}")))
}

/// Holds the license of every package, those for tests and the build included, against the list.
pub fn check_licenses() -> Outcome<String> {
    let metadata = metadata(&[])?;
    let packages = list(&metadata, "packages");
    let allowed = allowed()?;
    let wrong: Vec<String> =
        packages.iter().filter_map(|package| wrong_license(package, &allowed)).collect();
    match wrong.is_empty() {
        true => Ok(format!("{} packages", packages.len())),
        false => Err(Failure::new(format!("licenses that may not come in: {}", wrong.join(", ")))
            .remedy("do without the package, or argue for its license in deny.toml")),
    }
}

fn metadata(more: &[&str]) -> Outcome<Value> {
    let mut cargo = Command::new(shell::cargo_path());
    cargo.current_dir(shell::root()).args(["metadata", "--format-version", "1", "--locked"]);
    let text = shell::ask(cargo.args(more));
    text.and_then(|text| serde_json::from_str(&text).ok())
        .ok_or_else(|| Failure::new("cargo tells nothing of the packages that this is made of"))
}

/// The packages that are compiled for the modules, as `name version`. What cargo tells as data has the
/// features that any member of the workspace asks for; this has those of the modules.
fn shipped() -> Outcome<BTreeSet<String>> {
    let mut cargo = Command::new(shell::cargo_path());
    cargo.current_dir(shell::root()).args(["tree", "--locked", "--edges", "normal", "--prefix"]);
    cargo.args(["none", "--format", "{p}", "--target", wasm::TARGET]);
    for package in SHIPPED {
        cargo.args(["--package", package]);
    }
    let text = shell::ask(&mut cargo)
        .ok_or_else(|| Failure::new("cargo does not tell what the modules are made of"))?;
    let words = text.lines().map(str::split_ascii_whitespace);
    let names = words.filter_map(|mut it| Some((it.next()?, it.next()?.strip_prefix('v')?)));
    Ok(names.map(|(name, version)| format!("{name} {version}")).collect())
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// The licenses that may come in.
fn allowed() -> Outcome<Vec<&'static str>> {
    let list = shape::between(DENY, "\nallow = [", "]")?;
    Ok(list.split('"').skip(1).step_by(2).collect())
}

/// The package, if all ways to have it are under a license that is not allowed.
fn wrong_license(package: &Value, allowed: &[&str]) -> Option<String> {
    let license = license(package);
    let any_is_allowed =
        |part: &str| part.split(" OR ").any(|one| allowed.contains(&one.trim_matches(['(', ')'])));
    let is_fine = license.split(" AND ").all(any_is_allowed);
    (!is_fine).then(|| format!("{} ({license})", text(package, "name")))
}

/// The license as an expression; once a slash was written for `OR`.
fn license(package: &Value) -> String {
    text(package, "license").replace(" / ", "/").replace('/', " OR ")
}

/// The digests of packages in a lock file, by name and version.
fn digests(lock: &str) -> BTreeMap<(&str, &str), &str> {
    let quoted = |line: &str, key: &str| {
        let rest = line.strip_prefix(key)?.strip_prefix(" = \"")?.len();
        let at = line.len() - rest;
        Some((at, line.len() - 1))
    };
    let mut digests = BTreeMap::new();
    let (mut name, mut version) = ("", "");
    for line in lock.lines() {
        let value = |key| quoted(line, key).map(|(from, to)| &line[from..to]);
        name = value("name").unwrap_or(name);
        version = value("version").unwrap_or(version);
        if let Some(digest) = value("checksum") {
            digests.insert((name, version), digest);
        }
    }
    digests
}

/// The bill of packages that ship, by what cargo tells and their digests.
fn bill(
    metadata: &Value,
    shipped: &BTreeSet<String>,
    digests: &BTreeMap<(&str, &str), &str>,
) -> Value {
    let is_shipped = |package: &&Value| {
        shipped.contains(&format!("{} {}", text(package, "name"), text(package, "version")))
    };
    let packages = list(metadata, "packages").iter().filter(is_shipped);
    let packages: BTreeMap<&str, &Value> =
        packages.map(|package| (text(package, "id"), package)).collect();
    let needs: BTreeMap<&str, Vec<&str>> = list(&metadata["resolve"], "nodes")
        .iter()
        .map(|node| (text(node, "id"), needed(node)))
        .collect();
    let name = |id: &str| {
        let package = packages[id];
        format!("pkg:cargo/{}@{}", text(package, "name"), text(package, "version"))
    };
    let mut components = BTreeMap::new();
    let mut dependencies = BTreeMap::new();
    for (id, package) in &packages {
        let reference = name(id);
        let mut component = json!({
            "type": "library",
            "bom-ref": reference,
            "name": text(package, "name"),
            "version": text(package, "version"),
            "purl": reference,
            "licenses": [{ "expression": license(package) }],
        });
        if let Some(digest) = digests.get(&(text(package, "name"), text(package, "version"))) {
            component["hashes"] = json!([{ "alg": "SHA-256", "content": digest }]);
        }
        let on = needs.get(id).into_iter().flatten().filter(|id| packages.contains_key(**id));
        let on: BTreeSet<String> = on.map(|id| name(id)).collect();
        components.insert(reference.clone(), component);
        dependencies.insert(reference.clone(), json!({ "ref": reference, "dependsOn": on }));
    }
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": {
            "type": "application",
            "name": "netpol-designer",
            "version": env!("CARGO_PKG_VERSION"),
            "licenses": [{ "expression": "Apache-2.0" }],
        } },
        "components": components.into_values().collect::<Vec<_>>(),
        "dependencies": dependencies.into_values().collect::<Vec<_>>(),
    })
}

/// The packages that the code of a package needs; not those for its tests and its build.
fn needed(node: &Value) -> Vec<&str> {
    let is_for_code = |dependency: &&Value| {
        list(dependency, "dep_kinds").iter().any(|kind| kind["kind"].is_null())
    };
    list(node, "deps")
        .iter()
        .filter(is_for_code)
        .map(|dependency| text(dependency, "pkg"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "[[package]]\nname = \"yew\"\nversion = \"0.23.0\"\nsource = \
                        \"x\"\nchecksum = \"abc\"\n\n[[package]]\nname = \"netpol-web\"\nversion = \
                        \"0.1.0\"\ndependencies = [\n \"yew\",\n]\n";

    #[test]
    fn what_the_code_needs_is_in_the_bill_and_nothing_else() {
        let package = |id, name, license| json!({ "id": id, "name": name, "version": "0.23.0", "license": license });
        let on = |id, kind| json!({ "pkg": id, "dep_kinds": [{ "kind": kind }] });
        let metadata = json!({
            "packages": [
                package("w", "netpol-web", "Apache-2.0"),
                package("y", "yew", "MIT/Apache-2.0"),
                package("t", "proptest", "MIT"),
                package("o", "other", "MIT"),
            ],
            "resolve": { "nodes": [
                { "id": "w", "deps": [on("y", Value::Null), on("t", json!("dev"))] },
                { "id": "y", "deps": [] },
                { "id": "o", "deps": [on("y", Value::Null)] },
            ] },
        });
        let shipped = ["netpol-web 0.23.0", "yew 0.23.0"].map(str::to_owned);
        let bill = bill(&metadata, &shipped.into(), &digests(LOCK));
        let names: Vec<&str> =
            list(&bill, "components").iter().map(|it| text(it, "name")).collect();
        assert_eq!(names, ["netpol-web", "yew"]);
        let yew = &bill["components"][1];
        assert_eq!(yew["purl"], "pkg:cargo/yew@0.23.0");
        assert_eq!(yew["hashes"][0]["content"], "abc");
        assert_eq!(yew["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert_eq!(bill["dependencies"][0]["dependsOn"], json!(["pkg:cargo/yew@0.23.0"]));
    }

    #[test]
    fn a_license_is_allowed_if_each_part_can_be_had_under_one_that_is() {
        let wrong = |license: &str| {
            wrong_license(&json!({ "name": "a", "license": license }), &allowed().unwrap())
        };
        for fine in ["MIT", "MIT/Apache-2.0", "GPL-3.0 OR MIT", "(MIT OR GPL-3.0) AND Unicode-3.0"]
        {
            assert_eq!(wrong(fine), None, "{fine}");
        }
        for other in ["GPL-3.0", "MIT AND GPL-3.0", ""] {
            assert_eq!(wrong(other), Some(format!("a ({other})")));
        }
    }
}
