//! What changed between two texts: lines, words within lines, and a patch.
//!
//! The shortest list of changes by Myers' algorithm, in the form that needs little memory: find the
//! middle of the shortest path, then look at both halves. Texts that have almost nothing in common
//! would take forever; beyond [`MAX_CHANGES`] everything between two common parts is one change.
//! Everything here is data; who shows it decides how it looks.

use std::ops::Range;

use crate::diagnostic::Span;
use crate::order;

/// How many changes a part of a text may need, counted from each of its ends, before it is taken as
/// changed altogether.
pub const MAX_CHANGES: usize = 1_000;

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
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    let mut lines = Vec::with_capacity(old.len() + new.len());
    for (removed, added) in gaps(&old, &new) {
        let start = lines.len();
        let mut push = |change, text, before| {
            lines.push(Line { change, text, before, marked: Vec::new() });
        };
        for at in removed.clone() {
            push(Change::Removed, old[at], (at, added.start));
        }
        for at in added.clone() {
            push(Change::Added, new[at], (removed.end, at));
        }
        // The common line behind the change.
        if let Some(&text) = old.get(removed.end) {
            push(Change::Same, text, (removed.end, added.end));
        }
        let (removed, added) = lines[start..].split_at_mut(removed.len());
        for (old, new) in removed.iter_mut().zip(added) {
            if new.change == Change::Added {
                (old.marked, new.marked) = words(old.text, new.text);
            }
        }
    }
    lines
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
            header("--- ", old_name, &mut patch);
            header("+++ ", new_name, &mut patch);
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

/// A line with a name; one with a blank ends with a tab, or its end would not be known.
fn header(mark: &str, name: &str, patch: &mut String) {
    patch.push_str(mark);
    patch.extend(name.chars().map(|char| if char.is_control() { '?' } else { char }));
    patch.push_str(if name.contains(' ') { "\t\n" } else { "\n" });
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
fn words(old: &str, new: &str) -> (Vec<Span>, Vec<Span>) {
    let (old_words, new_words) = (split_words(old.trim_end()), split_words(new.trim_end()));
    let (old_ends, new_ends) = (ends(&old_words), ends(&new_words));
    let (mut removed, mut added) = (Vec::new(), Vec::new());
    let mut common = 0;
    for (gone, come) in gaps(&old_words, &new_words) {
        common += old_words.get(gone.end).map_or(0, |word| word.trim().len());
        if !gone.is_empty() {
            removed.push(old_ends[gone.start]..old_ends[gone.end]);
        }
        if !come.is_empty() {
            added.push(new_ends[come.start]..new_ends[come.end]);
        }
    }
    let is_close = common * 3 >= old.trim().len().min(new.trim().len());
    if is_close { (removed, added) } else { (Vec::new(), Vec::new()) }
}

/// Cuts a line into words, and characters that are none.
fn split_words(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let word = rest.find(|char: char| !char.is_alphanumeric()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(word.max(first.len_utf8()));
        words.push(word);
        rest = after;
    }
    words
}

/// Where each word ends, after the start of the first.
fn ends(words: &[&str]) -> Vec<usize> {
    let mut ends = vec![0];
    let mut end = 0;
    for word in words {
        end += word.len();
        ends.push(end);
    }
    ends
}

/// What is between the common items: those of `old` that went and those of `new` that came.
///
/// There is one pair before each common item and one after the last, so most of them are empty.
fn gaps(old: &[&str], new: &[&str]) -> Vec<(Range<usize>, Range<usize>)> {
    let (old, new) = numbers(old, new);
    let mut search = Search::default();
    search.compare(&old, &new, (0, 0));
    let mut gaps = Vec::with_capacity(search.common.len() + 1);
    let mut at = (0, 0);
    for (x, y) in search.common.into_iter().chain([(old.len(), new.len())]) {
        gaps.push((at.0..x, at.1..y));
        at = (x + 1, y + 1);
    }
    gaps
}

/// A number for each item; equal items have the same.
fn numbers(old: &[&str], new: &[&str]) -> (Vec<u32>, Vec<u32>) {
    let item = |at: u32| match old.get(at as usize) {
        Some(item) => *item,
        None => new[at as usize - old.len()],
    };
    let mut sorted: Vec<u32> = (0..(old.len() + new.len()) as u32).collect();
    order::sort_positions(&mut sorted, &|a, b| item(a).cmp(item(b)));
    let mut numbers = vec![0; sorted.len()];
    let mut number = 0;
    for (position, &at) in sorted.iter().enumerate() {
        if position > 0 && item(sorted[position - 1]) != item(at) {
            number += 1;
        }
        numbers[at as usize] = number;
    }
    let new = numbers.split_off(old.len());
    (numbers, new)
}

/// How far paths come: the furthest item of the old text on each diagonal.
///
/// A path goes through the rectangle of old times new items. A step right removes, a step down
/// adds, and equal items are passed diagonally for nothing. The number of a diagonal is x - y.
#[derive(Default)]
struct Reach(Vec<isize>);

impl Reach {
    /// Prepares for paths of some length.
    fn clear(&mut self, length: isize) {
        self.0.clear();
        self.0.resize(2 * length as usize + 3, 0);
    }

    fn at(&self, diagonal: isize) -> isize {
        let middle = self.0.len() as isize / 2;
        self.0.get((middle + diagonal) as usize).copied().unwrap_or(0)
    }

    fn set(&mut self, diagonal: isize, x: isize) {
        let middle = self.0.len() as isize / 2;
        if let Some(reached) = self.0.get_mut((middle + diagonal) as usize) {
            *reached = x;
        }
    }

    /// Makes one more step, on a diagonal; returns where the diagonal run after it begins and ends.
    fn advance(
        &mut self,
        steps: isize,
        diagonal: isize,
        is_same: &dyn Fn(isize, isize) -> bool,
    ) -> (isize, isize) {
        let (left, right) = (self.at(diagonal - 1), self.at(diagonal + 1));
        let goes_down = diagonal == -steps || diagonal != steps && left < right;
        let start = if goes_down { right } else { left + 1 };
        let mut x = start;
        while is_same(x, x - diagonal) {
            x += 1;
        }
        self.set(diagonal, x);
        (start, x)
    }
}

/// The search for the common items, with the memory that it uses over and over.
#[derive(Default)]
struct Search {
    forward: Reach,
    backward: Reach,
    /// The positions of common items in both texts, in order.
    common: Vec<(usize, usize)>,
}

impl Search {
    /// Finds the common items of two parts, which start at a place of the whole.
    fn compare(&mut self, old: &[u32], new: &[u32], start: (usize, usize)) {
        let equal = |(a, b): &(&u32, &u32)| a == b;
        let head = old.iter().zip(new).take_while(equal).count();
        let (old, new) = (&old[head..], &new[head..]);
        let tail = old.iter().rev().zip(new.iter().rev()).take_while(equal).count();
        let (old, new) = (&old[..old.len() - tail], &new[..new.len() - tail]);
        self.common.extend((0..head).map(|at| (start.0 + at, start.1 + at)));
        let (x, y) = (start.0 + head, start.1 + head);
        if let Some(middle) = self.middle(old, new) {
            self.compare(&old[..middle.0], &new[..middle.1], (x, y));
            self.compare(&old[middle.0..], &new[middle.1..], (x + middle.0, y + middle.1));
        }
        let (x, y) = (x + old.len(), y + new.len());
        self.common.extend((0..tail).map(|at| (x + at, y + at)));
    }

    /// A place in the middle of the shortest path, from both of whose ends one walks until the ways
    /// meet; `None` if there is nothing in common, or it takes too long.
    fn middle(&mut self, old: &[u32], new: &[u32]) -> Option<(usize, usize)> {
        let (width, height) = (old.len() as isize, new.len() as isize);
        if width == 0 || height == 0 {
            return None;
        }
        let delta = width - height;
        let limit = (width + height + 1) / 2;
        let limit = limit.min(MAX_CHANGES as isize);
        self.forward.clear(limit);
        self.backward.clear(limit);
        let item = |items: &[u32], at: isize| items.get(usize::try_from(at).ok()?).copied();
        let ahead = |x, y| item(old, x).is_some_and(|a| item(new, y) == Some(a));
        let behind = |x: isize, y: isize| ahead(width - 1 - x, height - 1 - y);
        let place = |x: isize, y: isize| {
            let is_inside = (0..=width).contains(&x) && (0..=height).contains(&y);
            let is_end = (x, y) == (0, 0) || (x, y) == (width, height);
            (is_inside && !is_end).then_some((x as usize, y as usize))
        };
        for steps in 0..=limit {
            for diagonal in (-steps..=steps).step_by(2) {
                let (start, end) = self.forward.advance(steps, diagonal, &ahead);
                let other = delta - diagonal;
                let meets = end + self.backward.at(other) >= width;
                if delta % 2 != 0 && other.abs() < steps && meets {
                    return place(start, start - diagonal).or_else(|| place(end, end - diagonal));
                }
            }
            for diagonal in (-steps..=steps).step_by(2) {
                let (start, end) = self.backward.advance(steps, diagonal, &behind);
                let other = delta - diagonal;
                let meets = end + self.forward.at(other) >= width;
                if delta % 2 == 0 && other.abs() <= steps && meets {
                    let (x, y) = (width - end, height - (end - diagonal));
                    return place(x, y)
                        .or_else(|| place(width - start, height - (start - diagonal)));
                }
            }
        }
        None
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
            &["-a", "+c", " b", "-c", " a", " b", "-b", " a", "+c"],
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
