//! Everything that is tested across modules: corpora, fixtures and properties.

mod presets;
