DELETE FROM event WHERE kind = 'search-news';
DELETE FROM notification WHERE kind = 'search-news';
DELETE FROM notification_preference WHERE topic = 'searches';
DELETE FROM timer WHERE kind = 'saved_search.news';
DROP TABLE feed_address;
DROP TABLE saved_search_look;
DROP TABLE saved_search;
