# Public alerts for the programs of others
alerts-feed-text = Current alerts that everybody may read, and those that ended within the last 30 days.
alerts-feed-exercise = Exercise: { $headline }
alerts-feed-expired = Expired: { $headline }
alerts-feed-over = Over: { $headline }
cap-no-area = No country or place is named
