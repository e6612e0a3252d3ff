DELETE FROM timer WHERE kind IN ('access_request.owners', 'access_request.fitting');
DROP TABLE access_request_fit;
