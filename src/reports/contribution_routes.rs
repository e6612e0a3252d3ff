//! The addresses that every kind of contribution has.

use super::contribution_page::{self, Paged};
use super::version_page::{self, VersionPage};
use crate::contributions::{Kind, api as contribution, versions_api};
use crate::web::{Routes, Scope, delete, get, post};

/// The pages of one contribution of a kind: it is read, and a second person decides on it; what a kind releases at once is
/// confirmed.
pub fn contribution_pages<K: Kind + Paged>(config: &mut Routes) {
    decision_pages::<K>(config);
    if K::KIND.is_confirmed() {
        let confirmation = format!("{}/{{reference}}/confirmation", K::AT);
        config.route(&confirmation, post().to(contribution_page::confirm_contribution::<K>));
    }
}

/// The pages on which something is read, and a second person decides on it.
pub fn decision_pages<K: Paged>(config: &mut Routes) {
    let one = format!("{}/{{reference}}", K::AT);
    config
        .configure(plain_pages::<K>)
        .route(&format!("{one}/approval"), post().to(contribution_page::approve_contribution::<K>))
        .route(&format!("{one}/return"), post().to(contribution_page::return_contribution::<K>));
}

/// The pages on which something is read and withdrawn: of what nobody has to decide on.
pub fn plain_pages<K: Paged>(config: &mut Routes) {
    let one = format!("{}/{{reference}}", K::AT);
    config
        .route(&one, get().to(contribution_page::one_contribution::<K>))
        .route(&format!("{one}/withdrawal"), post().to(contribution_page::withdraw_contribution::<K>));
}

/// The pages of earlier versions.
pub(crate) fn version_pages<K: VersionPage>(config: &mut Routes) {
    let one = format!("{}/{{reference}}/versions/{{version}}", <K as Paged>::AT);
    config.route(&one, get().to(version_page::one_version::<K>));
    if K::WITHDRAWN_ALONE {
        config.route(&format!("{one}/withdrawal"), post().to(version_page::withdraw_version::<K>));
    }
}

/// The calls of a second person who decides on one contribution of a kind.
pub fn decision_calls<K: Paged>(scope: Scope) -> Scope {
    let one = format!("{}/{{reference}}", K::AT);
    scope
        .route(&format!("{one}/approval"), post().to(contribution::approve::<K>))
        .route(&format!("{one}/return"), post().to(contribution::return_to_author::<K>))
}

/// The calls on one contribution of a kind.
pub fn contribution_calls<K: Kind + Paged>(scope: Scope) -> Scope {
    let one = format!("{}/{{reference}}", K::AT);
    let scope = decision_calls::<K>(scope);
    let confirmed =
        |scope: Scope| scope.route(&format!("{one}/confirmation"), post().to(contribution::confirm::<K>));
    let scope = if K::KIND.is_confirmed() { confirmed(scope) } else { scope };
    plain_calls::<K>(scope)
}

/// The calls on something that nobody has to decide on: it is read and withdrawn.
pub fn plain_calls<K: Kind + Paged>(scope: Scope) -> Scope {
    let one = format!("{}/{{reference}}", K::AT);
    scope.route(&one, get().to(contribution::get::<K>)).route(&one, delete().to(contribution::withdraw::<K>))
}

/// The calls on the versions of one contribution of a kind; how one is written is said by the kind.
pub fn version_calls<K: Kind + Paged>(scope: Scope) -> Scope {
    let all = format!("{}/{{reference}}/versions", K::AT);
    let one = format!("{all}/{{version}}");
    scope
        .route(&all, get().to(versions_api::list_versions::<K>))
        .route(&one, get().to(versions_api::get_version::<K>))
        .route(&one, delete().to(versions_api::delete_version::<K>))
}
