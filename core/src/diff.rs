//! What changed between two texts: lines, words within lines, and a patch.
//!
//! The shortest list of changes by Myers' algorithm, between what both texts begin and end with.
//! Texts that have almost nothing in common would take forever; with more than [`MAX_CHANGES`]
//! everything between these ends is one change. Everything here is data; who shows it decides how
//! it looks.

use std::ops::Range;

use crate::diagnostic::Span;

/// How many lines may be removed and added before everything between the first and the last of them
/// is taken as changed. The memory for the search grows with the square: four megabytes.
pub const MAX_CHANGES: usize = 1_400;

/// How many common lines stand around a change where people read it.
pub const CONTEXT: usize = 3;

/// What happened to a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is in both texts.
    Same,
    /// It is only in the old text.
    Removed,
    /// It is only in the new text.
    Added,
}

/// A line of one of the texts, or of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'text> {
    /// What happened to it.
    pub change: Change,
    /// The line, with its line break if it has one.
    pub text: &'text str,
    /// How many lines of the old text and of the new text come before it.
    pub before: (usize, usize),
    /// The bytes of the line that its counterpart in the other text does not have; none if there is
    /// no counterpart, or if the two have little in common.
    pub marked: Vec<Span>,
}

/// Compares two texts line by line; removed lines come before those that were added in their place.
///
/// ```
/// use netpol_core::diff::{Change, lines};
/// let changed = lines("port: 80\n", "port: 443\n");
/// assert_eq!((changed[0].change, changed[0].marked[0].clone()), (Change::Removed, 6..8));
/// assert_eq!((changed[1].change, changed[1].marked[0].clone()), (Change::Added, 6..9));
/// ```
pub fn lines<'text>(old: &'text str, new: &'text str) -> Vec<Line<'text>> {
    let split = |text: &'text str| -> Vec<&'text str> { text.split_inclusive('\n').collect() };
    let mut lines = compare(&split(old), &split(new));
    let mut at = 0;
    while at < lines.len() {
        let removed = count(&lines[at..], Change::Removed);
        let added = count(&lines[at + removed..], Change::Added);
        for (old, new) in (at..at + removed).zip(at + removed..at + removed + added) {
            let [gone, come] = words(lines[old].text, lines[new].text);
            (lines[old].marked, lines[new].marked) = (gone, come);
        }
        at += removed + added + 1;
    }
    lines
}

/// How many lines at the start have changed in one way.
fn count(lines: &[Line<'_>], change: Change) -> usize {
    lines.iter().take_while(|line| line.change == change).count()
}

/// The lines that belong together: each change with up to `context` common lines around it.
pub fn hunks(lines: &[Line<'_>], context: usize) -> Vec<Range<usize>> {
    let mut hunks: Vec<Range<usize>> = Vec::new();
    for (at, _) in lines.iter().enumerate().filter(|(_, line)| line.change != Change::Same) {
        let (start, end) = (at.saturating_sub(context), (at + 1 + context).min(lines.len()));
        match hunks.last_mut() {
            Some(last) if last.end >= start => last.end = end,
            _ => hunks.push(start..end),
        }
    }
    hunks
}

/// Writes what changed as a patch, for `patch -p0` or `git apply -p0`; nothing if nothing did.
///
/// ```
/// let patch = netpol_core::diff::unified("a.yaml", "a.yaml", "x: 1\n", "x: 2\n", 3);
/// assert_eq!(patch, "--- a.yaml\n+++ a.yaml\n@@ -1 +1 @@\n-x: 1\n+x: 2\n");
/// ```
pub fn unified(old_name: &str, new_name: &str, old: &str, new: &str, context: usize) -> String {
    let lines = lines(old, new);
    let mut patch = String::new();
    for hunk in hunks(&lines, context) {
        if patch.is_empty() {
            patch = header("--- ", old_name) + &header("+++ ", new_name);
        }
        let lines = &lines[hunk];
        let first = lines.first().map_or((0, 0), |line| line.before);
        let count = |other| lines.iter().filter(|line| line.change != other).count();
        patch.push_str("@@ -");
        position(first.0, count(Change::Added), &mut patch);
        patch.push_str(" +");
        position(first.1, count(Change::Removed), &mut patch);
        patch.push_str(" @@\n");
        for line in lines {
            patch.push(match line.change {
                Change::Same => ' ',
                Change::Removed => '-',
                Change::Added => '+',
            });
            patch.push_str(line.text);
            if !line.text.ends_with('\n') {
                patch.push_str("\n\\ No newline at end of file\n");
            }
        }
    }
    patch
}

/// Writes what changed in a file as `git diff` does, for `git apply` or `patch -p1`; nothing if
/// nothing did. A file without an old name is a new one.
///
/// ```
/// let patch = netpol_core::diff::git(Some("a.yaml"), "a.yaml", "x: 1\n", "x: 2\n");
/// let header = "diff --git a/a.yaml b/a.yaml\n--- a/a.yaml\n+++ b/a.yaml\n";
/// assert_eq!(patch, [header, "@@ -1 +1 @@\n-x: 1\n+x: 2\n"].concat());
/// ```
pub fn git(old_name: Option<&str>, name: &str, old: &str, new: &str) -> String {
    let (before, after) = (clean("a/", old_name.unwrap_or(name)), clean("b/", name));
    let changes = unified(old_name.map_or("/dev/null", |_| &before), &after, old, new, CONTEXT);
    if changes.is_empty() {
        return changes;
    }
    let mode = if old_name.is_some() { "\n" } else { "\nnew file mode 100644\n" };
    ["diff --git ", &before, " ", &after, mode, &changes].concat()
}

/// A line with a name; one with a blank ends with a tab, or its end would not be known.
fn header(mark: &str, name: &str) -> String {
    clean(mark, name) + if name.contains(' ') { "\t\n" } else { "\n" }
}

/// A name in one line.
fn clean(before: &str, name: &str) -> String {
    let mut out = before.to_owned();
    for char in name.chars() {
        out.push(if char.is_control() { '?' } else { char });
    }
    out
}

fn position(before: usize, count: usize, patch: &mut String) {
    // Of no lines, the number is that of the line before them.
    patch.push_str(&(before + usize::from(count > 0)).to_string());
    if count != 1 {
        patch.push(',');
        patch.push_str(&count.to_string());
    }
}

/// The bytes of two lines that the other one does not have, word by word.
fn words(old: &str, new: &str) -> [Vec<Span>; 2] {
    // Of what is the same, removed and added: where it ends, and how much of it is no blank.
    let (mut ends, mut solid) = ([0; 3], [0; 3]);
    let mut marked = [Vec::<Span>::new(), Vec::new()];
    for word in compare(&split_words(old.trim_end()), &split_words(new.trim_end())) {
        let (change, length) = (word.change as usize, word.text.len());
        solid[change] += if word.text == " " { 0 } else { length };
        if word.change == Change::Same {
            ends[1] += length;
            ends[2] += length;
            continue;
        }
        let start = ends[change];
        ends[change] += length;
        match marked[change - 1].last_mut().filter(|last| last.end == start) {
            Some(last) => last.end = ends[change],
            None => marked[change - 1].push(start..ends[change]),
        }
    }
    // A third of the shorter line at least.
    let is_close = solid[0] * 2 >= solid[1].min(solid[2]);
    if is_close { marked } else { [Vec::new(), Vec::new()] }
}

/// Cuts a line into words, and characters that are none. What is not ASCII is taken for letters,
/// since the tables that know better weigh more than all of this.
fn split_words(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = line;
    while !rest.is_empty() {
        let letters = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte > 127);
        let (word, after) = rest.split_at(letters.count().max(1));
        words.push(word);
        rest = after;
    }
    words
}

/// Compares two lists; what was removed comes before what was added in its place.
fn compare<'text>(old: &[&'text str], new: &[&'text str]) -> Vec<Line<'text>> {
    let mut lines = Vec::new();
    let mut push = |change, text, before| {
        lines.push(Line { change, text, before, marked: Vec::new() });
    };
    let (mut x, mut y) = (0, 0);
    for (common_x, common_y) in common(old, new).into_iter().rev() {
        while x < common_x {
            push(Change::Removed, old[x], (x, y));
            x += 1;
        }
        while y < common_y {
            push(Change::Added, new[y], (x, y));
            y += 1;
        }
        if let Some(text) = old.get(x) {
            push(Change::Same, text, (x, y));
            (x, y) = (x + 1, y + 1);
        }
    }
    lines
}

/// The positions of common items in both lists, the last one first, after the end of both.
fn common(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let (mut x, mut y) = (old.len(), new.len());
    let mut head = 0;
    while head < x.min(y) && old[head] == new[head] {
        head += 1;
    }
    let mut common = vec![(x, y)];
    while head < x.min(y) && old[x - 1] == new[y - 1] {
        (x, y) = (x - 1, y - 1);
        common.push((x, y));
    }
    search(&old[..x], &new[..y], head, &mut common);
    for at in (0..head).rev() {
        common.push((at, at));
    }
    common
}

/// Adds the common items of lists that differ at the end and after `head` common items, the last
/// one first; none if there are too many changes.
///
/// A path goes through the rectangle of old times new items. A step right removes, a step down
/// adds, and equal items are passed diagonally for nothing. After some steps the paths are as many
/// as the numbers of steps to the right among these; of those that end on the same diagonal only
/// the one that came furthest is worth going on with. `reached` has the x of each, for no step, for
/// one, for two, and so on.
fn search(old: &[&str], new: &[&str], head: usize, common: &mut Vec<(usize, usize)>) {
    if old.len().min(new.len()) == head {
        return;
    }
    let mut reached: Vec<u32> = Vec::new();
    for steps in 0..=MAX_CHANGES {
        for rights in 0..=steps {
            let mut x = if steps == 0 { head } else { step(&reached, steps, rights).0 };
            let mut y = x + steps - 2 * rights;
            while old.get(x).is_some_and(|item| new.get(y) == Some(item)) {
                (x, y) = (x + 1, y + 1);
            }
            reached.push(x as u32);
            if (x, y) == (old.len(), new.len()) {
                return walk_back(&reached, steps, rights, common);
            }
        }
    }
}

/// The last of some steps, so many of them to the right, on the path that came furthest: the x that
/// it leads to, and how many of the steps before went right.
fn step(reached: &[u32], steps: usize, rights: usize) -> (usize, usize) {
    let before = &reached[place(steps - 1, 0)..];
    let right = rights.checked_sub(1).map_or(0, |rights| before[rights] as usize + 1);
    let down = if rights < steps { before[rights] as usize } else { 0 };
    if down >= right { (down, rights) } else { (right, rights - 1) }
}

fn place(steps: usize, rights: usize) -> usize {
    steps * (steps + 1) / 2 + rights
}

/// Adds the common items on the path that ends with the last that was reached.
fn walk_back(
    reached: &[u32],
    mut steps: usize,
    mut rights: usize,
    common: &mut Vec<(usize, usize)>,
) {
    // There is none before the first step.
    while steps > 0 {
        let (start, rights_before) = step(reached, steps, rights);
        let end = reached[place(steps, rights)] as usize;
        for x in (start..end).rev() {
            common.push((x, x + steps - 2 * rights));
        }
        (steps, rights) = (steps - 1, rights_before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows a comparison: each line with its mark, and marked words in brackets.
    fn shown(old: &str, new: &str) -> Vec<String> {
        let show = |line: Line<'_>| {
            let mut text = line.text.to_owned();
            for span in line.marked.into_iter().rev() {
                text.insert(span.end, ']');
                text.insert(span.start, '[');
            }
            let mark = match line.change {
                Change::Same => ' ',
                Change::Removed => '-',
                Change::Added => '+',
            };
            format!("{mark}{}", text.trim_end())
        };
        lines(old, new).into_iter().map(show).collect()
    }

    #[track_caller]
    fn check(old: &str, new: &str, expected: &[&str]) {
        assert_eq!(shown(old, new), expected, "{old:?} {new:?}");
        assert_eq!(apply(old, &unified("a", "b", old, new, 3)).as_deref(), Some(new));
    }

    /// Applies a patch as the simplest reader would, and holds it to every number it gives.
    fn apply(old: &str, patch: &str) -> Option<String> {
        let old: Vec<&str> = old.split_inclusive('\n').collect();
        let (mut new, mut at) = (String::new(), 0);
        let mut left = (0, 0);
        let mut lines = patch.split_inclusive('\n').skip(2).peekable();
        while let Some(line) = lines.next() {
            if let Some(header) = line.strip_prefix("@@ -") {
                let (removed, added) = header.strip_suffix(" @@\n")?.split_once(" +")?;
                let number = |part: &str| part.parse::<usize>().ok();
                let range = |text: &str| match text.split_once(',') {
                    Some((start, count)) => Some((number(start)?, number(count)?)),
                    None => Some((number(text)?, 1)),
                };
                let (old_range, new_range) = (range(removed)?, range(added)?);
                let start = old_range.0 - usize::from(old_range.1 > 0);
                new.extend(old.get(at..start)?.iter().copied());
                at = start;
                let begun = new.split_inclusive('\n').count() + usize::from(new_range.1 > 0);
                if left != (0, 0) || begun != new_range.0 {
                    return None;
                }
                left = (old_range.1, new_range.1);
                continue;
            }
            let (mark, mut text) = line.split_at(1);
            if lines.next_if(|next| next.starts_with('\\')).is_some() {
                text = text.strip_suffix('\n')?;
            }
            if mark != "+" {
                if old.get(at) != Some(&text) {
                    return None;
                }
                at += 1;
                left.0 -= 1;
            }
            if mark != "-" {
                new.push_str(text);
                left.1 -= 1;
            }
        }
        new.extend(old.get(at..)?.iter().copied());
        (left == (0, 0)).then_some(new)
    }

    #[test]
    fn lines_that_changed_are_found() {
        check("", "", &[]);
        check("a\n", "a\n", &[" a"]);
        check("", "a\nb\n", &["+a", "+b"]);
        check("a\nb\n", "", &["-a", "-b"]);
        check("a\nb\nc\n", "a\nc\n", &[" a", "-b", " c"]);
        check("a\nc\n", "a\nb\nc\n", &[" a", "+b", " c"]);
        check(
            "a\nb\nc\na\nb\nb\na\n",
            "c\nb\na\nb\na\nc\n",
            &["-a", "-b", " c", "+b", " a", " b", "-b", " a", "+c"],
        );
        check("a\nb", "a\nb\n", &[" a", "-b", "+b"]);
        check("a\r\n", "a\n", &["-a", "+a"]);
    }

    #[test]
    fn words_are_marked_in_lines_that_are_alike() {
        check("  port: 80\n", "  port: 443\n", &["-  port: [80]", "+  port: [443]"]);
        check(
            "- 10.0.0.0/8 # x\n",
            "- 10.1.0.0/8\n",
            &["-- 10.[0].0.0/8[ # x]", "+- 10.[1].0.0/8"],
        );
        check("über: ä\n", "über: ö\n", &["-über: [ä]", "+über: [ö]"]);
        check("abc\n", "xyz: 1\n", &["-abc", "+xyz: 1"]);
        check("a: 1\nb: 2\n", "a: 3\n", &["-a: [1]", "-b: 2", "+a: [3]"]);
    }

    #[test]
    fn hunks_have_their_context_and_meet_where_it_overlaps() {
        let old: String = (0..20).map(|line| format!("{line}\n")).collect();
        let new = old.replace("\n3\n", "\nthree\n").replace("\n9\n", "\n");
        let patch = unified("old name", "new\nname", &old, &new, 2);
        let expected = "--- old name\t\n+++ new?name\n\
            @@ -2,5 +2,5 @@\n 1\n 2\n-3\n+three\n 4\n 5\n@@ -8,5 +8,4 @@\n 7\n 8\n-9\n 10\n 11\n";
        assert_eq!(patch, expected);
        assert_eq!(unified("a", "b", &old, &new, 3).matches("@@ -").count(), 1);
        assert_eq!(unified("a", "b", &old, &old, 3), "");
        assert_eq!(
            unified("a", "b", "", "x", 3),
            "--- a\n+++ b\n@@ -0,0 +1 @@\n+x\n\\ No newline at end of file\n"
        );
    }

    #[test]
    fn a_patch_of_files_is_that_of_git() {
        let check = |old_name, name, old, header: &str| {
            let patch = git(old_name, name, old, "x: 2\n");
            assert_eq!(patch.split_once("@@").unwrap_or_default().0, header);
        };
        check(
            None,
            "n.yaml",
            "",
            "diff --git a/n.yaml b/n.yaml\nnew file mode 100644\n--- /dev/null\n+++ b/n.yaml\n",
        );
        check(Some("a"), "b", "x\n", "diff --git a/a b/b\n--- a/a\n+++ b/b\n");
        check(Some("a b"), "a b", "x\n", "diff --git a/a b b/a b\n--- a/a b\t\n+++ b/a b\t\n");
        check(Some("a\n"), "a\n", "x\n", "diff --git a/a? b/a?\n--- a/a?\n+++ b/a?\n");
        check(Some("a"), "a", "x: 2\n", "");
        check(None, "a", "x: 2\n", "");
    }

    #[test]
    fn any_patch_gives_the_new_text() {
        let mut noise = 7_u32;
        let mut next = |below: u32| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (noise >> 16) % below
        };
        for round in 0..1_500 {
            let letters = 2 + next(6);
            let mut text = || {
                let lines = next(14);
                let mut text: String = (0..lines).map(|_| format!("{}\n", next(letters))).collect();
                if next(3) == 0 {
                    text.pop();
                }
                text
            };
            let (old, new) = (text(), text());
            let patch = unified("a", "b", &old, &new, round % 4);
            assert_eq!(apply(&old, &patch).as_ref(), Some(&new), "{old:?} {new:?}\n{patch}");
            let changed =
                lines(&old, &new).iter().filter(|line| line.change != Change::Same).count();
            assert_eq!(changed, shortest(&old, &new), "{old:?} {new:?}");
        }
    }

    /// The number of changes that are needed, by the table that needs too much memory.
    fn shortest(old: &str, new: &str) -> usize {
        let (old, new): (Vec<&str>, Vec<&str>) =
            (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
        let mut row: Vec<usize> = (0..=new.len()).collect();
        for (x, a) in old.iter().enumerate() {
            let mut last = row[0];
            row[0] = x + 1;
            for (y, b) in new.iter().enumerate() {
                let above = row[y + 1];
                row[y + 1] = if a == b { last } else { 1 + above.min(row[y]) };
                last = above;
            }
        }
        row[new.len()]
    }

    #[test]
    fn texts_without_anything_in_common_are_one_change() {
        let text =
            |name: &str| -> String { (0..100_000).map(|n| format!("{name}{n}\n")).collect() };
        let (old, new) = (text("a"), text("b"));
        let all = lines(&old, &new);
        assert_eq!(all.len(), 200_000);
        assert!(all[..100_000].iter().all(|line| line.change == Change::Removed));
        let framed = |text: &str| format!("first\n{text}last\n");
        let patch = unified("a", "b", &framed(&old), &framed(&new), 1);
        assert!(patch.contains("@@ -1,100002 +1,100002 @@\n first\n-a0\n"));
        let one_line = "a b ".repeat(100_000);
        assert_eq!(lines(&one_line, &one_line.replace('b', "c d")).len(), 2);
    }
}
