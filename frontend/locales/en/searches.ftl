# Saved searches, feeds, and their addresses

searches-heading = Saved searches
searches-none = You have saved no search
searches-none-text = Narrow the list of incidents to what you follow, then choose “Save this search”.
search-save-link = Save this search
search-save-heading = Save this search
search-save-lede = You find it under your saved searches, with what is new in it since you last looked.
search-save = Save
search-asks = It lists
search-asks-all = All incidents
search-name = Name
search-name-help = Those with whom you share the search see it
search-sharing = Who else can open it
search-sharing-help = Everybody sees what they themselves may read in it
search-share-nobody = Nobody
search-share-organisation = My organisation
search-share-group = The group { $group }
search-shared-nobody = Not shared
search-shared-organisation = Shared with the organisation
search-shared-group = Shared with the group { $group }
search-by = by { $name }
search-new = { $count ->
    [0] Nothing new
    [one] One new or changed incident
   *[other] { $count } new or changed incidents
}
search-more = { $count ->
    [one] One more is in the list.
   *[other] { $count } more are in the list.
}
search-new-heading = What is new
search-seen = Since
search-mark-seen = Mark all as seen
search-open-list = Open the list
search-not-askable = This search no longer works
search-not-askable-text = It asks for something that the list does not know any more. Nothing is listed in its place. Delete it, and save the search anew.
search-tells-heading = Notifications
search-tells = Tell me when there is something new
search-tells-help = Once a day at most, in the way that you have chosen for saved searches in your notification settings
search-tells-save = Save
search-addresses = Address for feed readers
search-addresses-text = A feed reader can follow this search at an address of its own. The address stands for you: whoever has it sees the references and times of what you may read, and the titles of what is public.
search-edit-heading = Name and sharing
search-edit = Save changes
search-delete = Delete this search
conflict-search-changed = This search was changed meanwhile. Your changes are not saved. Look at it, and save again if they still fit.
conflict-too-many-searches = You have { $most } saved searches, and that is the most. Delete one to save another.
conflict-too-many-addresses = You have { $most } addresses, and that is the most. Revoke one to make another.
denied-search-owner = Only its owner can change a saved search.
fault-sharing = Share it with your organisation or with a group that it belongs to.
fault-search-too-long = This search is too long to be saved.
fault-no-such-search = Choose one of your saved searches.
flash-search-saved = The search is saved.
flash-search-edited = The changes are saved.
flash-search-seen = Marked as seen.
flash-search-deleted = The search is deleted, with all addresses of it.
confirm-search-delete = Delete this search?
confirm-search-delete-text = It is gone for everybody with whom it is shared, and every address of it ends.
confirm-search-delete-send = Delete it

## Feeds

feed-public-title = Public incidents
feed-public-atom = Public incidents of this list (Atom)
feed-public-json = Public incidents of this list (JSON Feed)
feed-public-link = Feed of public incidents
feed-search-title = Saved search { $reference }

## Addresses

addresses-heading = Addresses for feed readers and calendars
addresses-lede = Each address stands for you and is read without signing in. It shows what you may read at that moment; of what is not public it shows a reference, a link and a time. Revoke an address that somebody else may have.
account-addresses = See and revoke the addresses at which feed readers and calendars read for you
addresses-none = You have no addresses.
address-for = For
address-make = Make an address
address-made = Made
address-used = Last read on { $date }
address-unused = Not read yet
address-revoke = Revoke
address-made-heading = Your address
address-once = Copy it now
address-once-text = The address is shown this once and kept nowhere. Give it to your feed reader or calendar program and to nobody else.
address-shown-before = This address was made and shown before. It is kept nowhere: revoke it if it was lost, and make another.
flash-address-revoked = The address is revoked. Nothing can be read there any more.
confirm-address-revoke = Revoke this address?
confirm-address-revoke-text = Whatever reads there gets nothing from now on. This cannot be undone.
confirm-address-revoke-send = Revoke it
