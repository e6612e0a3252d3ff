//! Files that are attached, and one that is there.

use sha2::{Digest, Sha256};

use super::Names;

/// A document of one empty page.
pub const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// Words that do not say how they are encoded.
pub const KOI8: &[u8] = b"\xF3\xD7\xD1\xDA\xD8 \xD0\xD2\xCF\xD0\xC1\xCC\xC1";

/// The style sheet.
pub fn asset() -> Names {
    let hash = hex::encode(Sha256::digest(include_bytes!("../../frontend/styles/entente.css")));
    Names::from([("name", format!("entente-{}.css", &hash[..12]))])
}
