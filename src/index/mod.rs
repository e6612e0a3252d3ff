//! The search engine: documents, queries, facets.
