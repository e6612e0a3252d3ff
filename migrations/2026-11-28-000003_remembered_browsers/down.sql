DROP TABLE remembered_browser;
