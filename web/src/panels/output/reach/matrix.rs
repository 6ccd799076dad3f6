//! All ends against all, as a table of which only the part in view is there.
//!
//! A scroller has the size of the whole; over what is in view of it lies a table that always begins
//! with a whole cell. So a thousand rows cost as much as thirty, and the table stays a table for
//! those who hear it.

use std::rc::Rc;

use netpol_core::analysis::{Cell, Grid, GridEnd, SetId};
use netpol_core::describe::verdict;
use netpol_core::graph::{Edge, edges, network};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::state::{Connections, Dispatch, ReachState, UiAction};
use crate::widgets::kept::{address, kept};
use crate::widgets::picture::picture;
use crate::widgets::tag::{Tag, div, p, span, tag};
use crate::words;

/// The size of a cell, and of the names above and beside; in the style sheet too.
const CELL: usize = 28;
const NAMES_ABOVE: usize = 120;
const NAMES_BESIDE: usize = 168;

/// How high a bar to scroll by is at most, with the border around the matrix.
const BAR: usize = 20;

/// What is shown before the size of the view is known, and never more than this.
const FIRST: (usize, usize) = (10, 10);
const MOST: usize = 80;

/// What a matrix shows.
#[derive(Clone, Properties)]
pub struct MatrixProps {
    /// What is known of connections.
    pub connections: Rc<Connections>,
    /// What is asked.
    pub reach: Rc<ReachState>,
    /// Where a chosen cell goes.
    pub dispatch: Dispatch,
}

impl PartialEq for MatrixProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.connections, &other.connections) && Rc::ptr_eq(&self.reach, &other.reach)
    }
}

/// A matrix, and which part of it is in view.
pub struct Matrix {
    grid: Grid,
    /// The numbers of the ends that are shown.
    shown: Vec<usize>,
    /// How many rows and columns are in view, and which come first.
    size: (usize, usize),
    first: (usize, usize),
    /// The cells in view, row by row.
    cells: Vec<Vec<Cell>>,
    /// What sets of ports are called, by number.
    ports: Vec<Option<AttrValue>>,
    /// The connections as they are drawn, unless they are too many, or nobody looks.
    edges: Rc<Option<Vec<Edge>>>,
    /// The cell that the keyboard is at, by its row and column among those shown.
    active: (usize, usize),
    /// Whether the keyboard goes to it once it is drawn.
    wants_focus: bool,
    scroller: NodeRef,
}

/// What happens to a matrix.
pub enum Message {
    /// It was moved.
    Moved,
    /// It has another size than it was drawn for.
    Resized,
    /// A key was pressed in it.
    Pressed(KeyboardEvent),
    /// Something in it was clicked.
    Clicked(MouseEvent),
}

impl Component for Matrix {
    type Message = Message;
    type Properties = MatrixProps;

    fn create(context: &Context<Self>) -> Self {
        let MatrixProps { connections, reach, .. } = context.props();
        let mut matrix = Matrix {
            grid: connections.survey.grid(reach.grouping),
            shown: Vec::new(),
            size: FIRST,
            first: (0, 0),
            cells: Vec::new(),
            ports: Vec::new(),
            edges: Rc::default(),
            active: (0, 0),
            wants_focus: false,
            scroller: NodeRef::default(),
        };
        matrix.filter(reach);
        matrix
    }

    fn changed(&mut self, context: &Context<Self>, old: &MatrixProps) -> bool {
        let MatrixProps { connections, reach, .. } = context.props();
        let is_same = connections.survey.is_same(&old.connections.survey);
        let is_same_grouping = reach.grouping == old.reach.grouping;
        if is_same && is_same_grouping {
            if (&reach.filter, reach.is_drawn) != (&old.reach.filter, old.reach.is_drawn) {
                self.filter(reach);
            }
            return true;
        }
        if is_same_grouping && connections.survey.has_same_pods(&old.connections.survey) {
            self.grid.renew(connections.survey.analysis());
        } else {
            self.grid = connections.survey.grid(reach.grouping);
        }
        self.ports.clear();
        self.filter(reach);
        true
    }

    fn update(&mut self, context: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Moved => self.measure(),
            Message::Resized => true,
            Message::Pressed(event) => self.press(context, &event),
            Message::Clicked(event) => {
                let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
                let cell = target.and_then(|target| target.closest("[data-cell]").ok()?);
                let text = cell.and_then(|cell| cell.get_attribute("data-cell"));
                let text = text.unwrap_or_default();
                let Some((row, column)) = text.split_once(',') else { return false };
                self.active = (row.parse().unwrap_or_default(), column.parse().unwrap_or_default());
                self.choose(context);
                true
            }
        }
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let refused = context.props().connections.survey.refused();
        let counts = words::ends(self.shown.len(), self.grid.ends(), refused);
        if self.shown.is_empty() {
            return p("hint").child(words::NONE_MATCHES).view();
        }
        let link = context.link();
        let (width, height) = self.extent();
        let spacer = |width: usize, height: usize| {
            let svg = tag("svg").attr("width", width.to_string());
            svg.attr("height", height.to_string()).attr("aria-hidden", "true")
        };
        let window = div("window")
            .onkeydown(link.callback(Message::Pressed))
            .onclick(link.callback(Message::Clicked))
            .child(self.table());
        let scroller = div("matrix")
            .part("matrix")
            .node_ref(&self.scroller)
            .onscroll(link.callback(|_| Message::Moved))
            .child(spacer(width, height))
            .child(window);
        // As high as its rows, with its border and a bar to scroll by, up to what the styles allow.
        let room = div("matrix-room").child(spacer(0, height + BAR)).child(scroller);
        let mut legend = p("legend");
        for (class, meaning) in words::LEGEND {
            legend = legend.child(span(class)).child(meaning);
        }
        tag("div")
            .child(room)
            .child(legend.child(span("hint").child(counts)))
            .child(self.drawn(context.props()))
            .view()
    }

    fn rendered(&mut self, context: &Context<Self>, _: bool) {
        if self.measure() {
            context.link().send_message(Message::Resized);
        }
        if std::mem::take(&mut self.wants_focus)
            && let Some(scroller) = self.scroller.cast::<Element>()
            && let Ok(Some(cell)) = scroller.query_selector("td[tabindex='0']")
            && let Some(cell) = cell.dyn_ref::<HtmlElement>()
        {
            // A cell that is gone meanwhile cannot have the keyboard.
            let _focused = cell.focus();
        }
    }
}

impl Matrix {
    /// Shows the ends that have something in their name.
    fn filter(&mut self, reach: &ReachState) {
        self.shown.clear();
        for number in 0..self.grid.ends() {
            if reach.shows(&words::end(self.grid.end(number))) {
                self.shown.push(number);
            }
        }
        let last = self.shown.len().saturating_sub(1);
        self.active = (self.active.0.min(last), self.active.1.min(last));
        self.look();
        let name = |end: GridEnd| Some(words::end(end)).filter(|name| reach.shows(name));
        self.edges = Rc::new(if reach.is_drawn {
            edges(&mut self.grid, &name, &words::spoken())
        } else {
            None
        });
    }

    /// The width and height of the whole.
    fn extent(&self) -> (usize, usize) {
        let cells = self.shown.len() * CELL;
        (NAMES_BESIDE + cells, NAMES_ABOVE + cells)
    }

    /// Asks which part is in view; whether it is another one than before.
    fn measure(&mut self) -> bool {
        let Some(scroller) = self.scroller.cast::<Element>() else { return false };
        let count = |length: i32, names: usize| {
            ((length.max(0) as usize).saturating_sub(names) / CELL).clamp(1, MOST)
        };
        let size = (
            count(scroller.client_height(), NAMES_ABOVE) + 1,
            count(scroller.client_width(), NAMES_BESIDE) + 1,
        );
        let first = |offset: i32| (offset.max(0) as usize).div_ceil(CELL);
        let first = (first(scroller.scroll_top()), first(scroller.scroll_left()));
        let is_new = (size, first) != (self.size, self.first);
        if is_new {
            (self.size, self.first) = (size, first);
            self.look();
        }
        is_new
    }

    /// Works out the cells in view.
    fn look(&mut self) {
        let Matrix { grid, shown, size, first, cells, ports, .. } = self;
        let last = (first.0 + size.0).min(shown.len());
        let rows = shown.get(first.0.min(last)..last).unwrap_or_default();
        let last = (first.1 + size.1).min(shown.len());
        let columns = shown.get(first.1.min(last)..last).unwrap_or_default();
        cells.clear();
        for &from in rows {
            let mut row = Vec::with_capacity(columns.len());
            for &to in columns {
                let cell = grid.cell(from, to);
                if let Cell::Ports(set) = cell {
                    if ports.len() <= set.index() {
                        ports.resize(set.index() + 1, None);
                    }
                    let name = &mut ports[set.index()];
                    if name.is_none() {
                        *name =
                            Some(verdict::ports(grid.set(set)).text_in(&words::spoken()).into());
                    }
                }
                row.push(cell);
            }
            cells.push(row);
        }
    }

    /// The same connections as a picture, if someone wants that and they are few enough.
    fn drawn(&self, props: &MatrixProps) -> Tag {
        let mut reach = ReachState::clone(&props.reach);
        let is_drawn = reach.is_drawn;
        reach.is_drawn = !is_drawn;
        let (dispatch, toggled) = (props.dispatch.clone(), UiAction::Ask(reach));
        let toggle = Callback::from(move |event: MouseEvent| {
            // The state says whether it is open, and not the browser.
            event.prevent_default();
            dispatch.ui(toggled.clone());
        });
        let edges = Rc::clone(&self.edges);
        let content =
            is_drawn.then(|| kept(vec![address(&edges)], "drawn", move || drawing(&edges)));
        tag("details")
            .flag("open", is_drawn)
            .child(tag("summary").onclick(toggle).child(words::DRAWN))
            .child(content)
    }

    fn table(&self) -> Tag {
        let count = (self.shown.len() + 1).to_string();
        let mut head =
            tag("tr").child(tag("td").attr("class", "corner").child(words::MATRIX_CORNER));
        let columns = self.cells.first().map_or(0, Vec::len);
        for at in 0..columns {
            head = head.child(self.name("col", self.first.1 + at));
        }
        let mut table = tag("table")
            .attr("role", "grid")
            .attr("aria-label", words::MATRIX)
            .attr("aria-rowcount", count.clone())
            .attr("aria-colcount", count)
            .child(head);
        for (at, cells) in self.cells.iter().enumerate() {
            let row = self.first.0 + at;
            let mut line =
                tag("tr").attr("aria-rowindex", (row + 2).to_string()).child(self.name("row", row));
            for (at, cell) in cells.iter().enumerate() {
                line = line.child(self.cell(row, self.first.1 + at, *cell));
            }
            table = table.child(line);
        }
        table
    }

    fn name(&self, scope: &'static str, at: usize) -> Tag {
        let name = words::end(self.grid.end(self.shown[at]));
        // The kind is only in the way of those who look; it stays for those who ask.
        let short = short(&name).to_owned();
        tag("th").attr("scope", scope).attr("title", name).child(span("").child(short))
    }

    fn cell(&self, row: usize, column: usize, cell: Cell) -> Tag {
        let (class, name) = match cell {
            Cell::Ports(SetId::NONE) => ("none", None),
            Cell::Ports(SetId::ALL) => ("all", self.ports[SetId::ALL.index()].clone()),
            Cell::Ports(set) => ("some", self.ports[set.index()].clone()),
            Cell::Itself => ("itself", None),
            Cell::Outside => ("outside", None),
        };
        let name = name.unwrap_or(AttrValue::Static(words::said(words::cell(cell))));
        let is_active = (row, column) == self.active;
        tag("td")
            .attr("class", class)
            .attr("data-cell", [&row.to_string(), ",", &column.to_string()].concat())
            .attr("tabindex", if is_active { "0" } else { "-1" })
            .attr("aria-label", name.clone())
            .attr("title", name)
    }

    /// Moves the keyboard among the cells, or chooses the one it is at.
    fn press(&mut self, context: &Context<Self>, event: &KeyboardEvent) -> bool {
        let last = self.shown.len() - 1;
        let (row, column) = self.active;
        let page = self.size.0.saturating_sub(2).max(1);
        self.active = match event.key().as_str() {
            "ArrowUp" => (row.saturating_sub(1), column),
            "ArrowDown" => (row + 1, column),
            "ArrowLeft" => (row, column.saturating_sub(1)),
            "ArrowRight" => (row, column + 1),
            "PageUp" => (row.saturating_sub(page), column),
            "PageDown" => (row + page, column),
            "Home" if event.ctrl_key() => (0, 0),
            "End" if event.ctrl_key() => (last, last),
            "Home" => (row, 0),
            "End" => (row, last),
            "Enter" | " " => {
                event.prevent_default();
                self.choose(context);
                return true;
            }
            _ => return false,
        };
        event.prevent_default();
        self.active = (self.active.0.min(last), self.active.1.min(last));
        self.wants_focus = true;
        self.reveal();
        true
    }

    /// Scrolls so that the cell of the keyboard is in view.
    fn reveal(&mut self) {
        let Some(scroller) = self.scroller.cast::<Element>() else { return };
        let first = |at: usize, first: usize, size: usize| match at {
            _ if at < first => at,
            // The last one may be in view in part only.
            _ if at + 2 > first + size => at + 2 - size,
            _ => first,
        };
        let row = first(self.active.0, self.first.0, self.size.0);
        let column = first(self.active.1, self.first.1, self.size.1);
        scroller.set_scroll_top((row * CELL) as i32);
        scroller.set_scroll_left((column * CELL) as i32);
        self.measure();
    }

    /// Asks about the cell that the keyboard is at.
    fn choose(&mut self, context: &Context<Self>) {
        let MatrixProps { reach, dispatch, .. } = context.props();
        let mut reach = ReachState::clone(reach);
        reach.asked.from = self.asked(self.active.0);
        reach.asked.to = self.asked(self.active.1);
        reach.asked.port.clear();
        self.wants_focus = true;
        dispatch.ui(UiAction::Ask(reach));
    }

    /// An end as it is asked about: of addresses one of them.
    fn asked(&self, at: usize) -> String {
        let number = self.shown[at];
        match self.grid.end(number) {
            GridEnd::Pods(workload) => match self.has_twin(number) {
                true => workload.name.clone(),
                false => short(&workload.name).to_owned(),
            },
            GridEnd::Addresses(_) | GridEnd::Elsewhere => {
                self.grid.address(number).map(|address| address.to_string()).unwrap_or_default()
            }
        }
    }

    /// Whether the end before or behind has the same name and only another kind.
    fn has_twin(&self, number: usize) -> bool {
        let name = |number: usize| match number < self.grid.ends() {
            true => words::end(self.grid.end(number)),
            false => String::new(),
        };
        let own = name(number);
        let is_twin = |other: usize| short(&name(other)) == short(&own);
        is_twin(number + 1) || number > 0 && is_twin(number - 1)
    }
}

fn drawing(edges: &Option<Vec<Edge>>) -> Html {
    let Some(edges) = edges else { return p("hint").child(words::NO_PICTURE).view() };
    let row = |edge: &Edge| [edge.from.clone(), edge.to.clone(), edge.ports.clone()];
    picture(
        &network(edges, &words::spoken()),
        words::ENDS_AND_PORTS,
        edges.iter().map(row).collect(),
    )
}

/// The name of an end without its kind.
fn short(name: &str) -> &str {
    name.split('[').next().unwrap_or_default()
}
