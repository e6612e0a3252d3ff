PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE __diesel_schema_migrations (
       version VARCHAR(50) PRIMARY KEY NOT NULL,
       run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);
INSERT INTO __diesel_schema_migrations VALUES('20261123000001','2026-11-29 04:13:36');
INSERT INTO __diesel_schema_migrations VALUES('20261123000002','2026-11-29 04:13:36');
INSERT INTO __diesel_schema_migrations VALUES('20261123000003','2026-11-29 04:13:36');
INSERT INTO __diesel_schema_migrations VALUES('20261125000001','2026-11-29 04:13:36');
INSERT INTO __diesel_schema_migrations VALUES('20261125000002','2026-11-29 04:13:36');
INSERT INTO __diesel_schema_migrations VALUES('20261125000003','2026-11-29 04:13:36');
INSERT INTO __diesel_schema_migrations VALUES('20261125000004','2026-11-29 04:13:36');
INSERT INTO __diesel_schema_migrations VALUES('20261127000000','2026-11-29 04:13:36');
INSERT INTO __diesel_schema_migrations VALUES('20261127000001','2026-11-29 04:13:36');
INSERT INTO __diesel_schema_migrations VALUES('20261127000002','2026-11-29 04:13:36');
INSERT INTO __diesel_schema_migrations VALUES('20261127000003','2026-11-29 04:13:36');
INSERT INTO __diesel_schema_migrations VALUES('20261127000005','2026-11-29 04:13:36');
CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
CREATE TABLE counter (
    name TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO counter VALUES('change',1253);
INSERT INTO counter VALUES('incident',1124);
CREATE TABLE change_log (
    seq BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    narrowing BOOLEAN NOT NULL,
    at TIMESTAMP NOT NULL
);
INSERT INTO change_log VALUES(1241,'report','01a22582-31e7-70d7-8e65-c903a86f72ec',1,'2026-11-29 04:13:39.247683');
INSERT INTO change_log VALUES(1242,'report','01a22582-31e7-70d7-8e65-c903a86f72ec',1,'2026-11-29 04:13:39.256692');
INSERT INTO change_log VALUES(1243,'report','01a22582-31e7-70d7-8e65-c903a86f72ec',1,'2026-11-29 04:13:39.291954');
INSERT INTO change_log VALUES(1244,'report','01a22582-31e7-70d7-8e65-c903a86f72ec',1,'2026-11-29 04:13:39.303724');
INSERT INTO change_log VALUES(1245,'report','01a22582-31e7-70d7-8e65-c903a86f72ec',1,'2026-11-29 04:13:39.478249');
INSERT INTO change_log VALUES(1246,'report','01a22582-31e7-70d7-8e65-c903a86f72ec',1,'2026-11-29 04:13:39.774729');
INSERT INTO change_log VALUES(1247,'report','01a22582-31e7-70d7-8e65-c903a86f72ec',1,'2026-11-29 04:13:39.780252');
INSERT INTO change_log VALUES(1248,'report','01a22582-31e7-70d7-8e65-c903a86f72ec',1,'2026-11-29 04:13:39.784997');
INSERT INTO change_log VALUES(1249,'report','01a22582-31e7-70d7-8e65-c903a86f72ec',1,'2026-11-29 04:13:39.915325');
INSERT INTO change_log VALUES(1250,'report','01a22582-31e7-70d7-8e65-c903a86f72ec',1,'2026-11-29 04:13:39.919328');
INSERT INTO change_log VALUES(1251,'report','01a22582-31e7-70d7-8e65-c903a86f72ec',1,'2026-11-29 04:13:40.038649');
INSERT INTO change_log VALUES(1252,'report','01a22582-31e7-70d7-8e65-c903a86f72ec',1,'2026-11-29 04:13:40.117945');
INSERT INTO change_log VALUES(1253,'report','01a22582-31e7-70d7-8e65-c903a86f72ec',1,'2026-11-29 04:13:40.120386');
CREATE TABLE audit (
    id TEXT NOT NULL PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    act TEXT NOT NULL,
    actor_id TEXT,
    actor_organisation_id TEXT,
    organisation_id TEXT,
    subject_kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL
);
INSERT INTO audit VALUES('01a22582-264d-777a-99e0-0c84c52a0260','2026-11-29 04:13:36.205235','organisation.entered',NULL,NULL,'01a22582-264d-76be-81e9-a43d1fdcd160','organisation','01a22582-264d-76be-81e9-a43d1fdcd160','{"status":"active"}');
INSERT INTO audit VALUES('01a22582-264e-716e-810f-f21153b29fa9','2026-11-29 04:13:36.205235','account.made',NULL,NULL,'01a22582-264d-76be-81e9-a43d1fdcd160','person','01a22582-264e-7912-b24f-d3a72f087414','{"roles":["administrator","convenor","reporter","reviewer"]}');
INSERT INTO audit VALUES('01a22582-264e-77c5-a72c-1a121f6556a1','2026-11-29 04:13:36.205235','account.made',NULL,NULL,'01a22582-264d-76be-81e9-a43d1fdcd160','person','01a22582-264e-7ace-9bbd-3e02e5a72a48','{"roles":["convenor","reviewer"]}');
INSERT INTO audit VALUES('01a22582-264e-716e-865d-53e20f4280d5','2026-11-29 04:13:36.205235','organisation.entered',NULL,NULL,'01a22582-264e-7963-9ae0-f2b329830db2','organisation','01a22582-264e-7963-9ae0-f2b329830db2','{"status":"active"}');
INSERT INTO audit VALUES('01a22582-264e-7421-a10c-b151c7ba7a04','2026-11-29 04:13:36.205235','account.made',NULL,NULL,'01a22582-264e-7963-9ae0-f2b329830db2','person','01a22582-264e-785b-8479-f948ec3508b7','{"roles":["administrator","reporter","reviewer"]}');
INSERT INTO audit VALUES('01a22582-264e-7cfb-960a-97651a273a8d','2026-11-29 04:13:36.205235','organisation.entered',NULL,NULL,'01a22582-264e-7ab6-a3c5-6ea3f9af113a','organisation','01a22582-264e-7ab6-a3c5-6ea3f9af113a','{"status":"active"}');
INSERT INTO audit VALUES('01a22582-264e-7301-81f4-4291acf5dffc','2026-11-29 04:13:36.205235','account.made',NULL,NULL,'01a22582-264e-7ab6-a3c5-6ea3f9af113a','person','01a22582-264e-7ceb-9e2a-866a781eb897','{"roles":["administrator","delegate","reporter"]}');
INSERT INTO audit VALUES('01a22582-264e-7d70-829f-2030aa3866a9','2026-11-29 04:13:36.205235','account.made',NULL,NULL,'01a22582-264e-7ab6-a3c5-6ea3f9af113a','person','01a22582-264e-7b89-99f2-b4b63ffacaa9','{"roles":["reviewer","executive"]}');
INSERT INTO audit VALUES('01a22582-264e-70da-a890-03baca5cde5d','2026-11-29 04:13:36.205235','organisation.entered',NULL,NULL,'01a22582-264e-7a16-ac5f-855a8d4214ba','organisation','01a22582-264e-7a16-ac5f-855a8d4214ba','{"status":"active"}');
INSERT INTO audit VALUES('01a22582-264e-7871-8eb8-105814cfbc3a','2026-11-29 04:13:36.205235','account.made',NULL,NULL,'01a22582-264e-7a16-ac5f-855a8d4214ba','person','01a22582-264e-7290-b32b-e03cb85a59e5','{"roles":["administrator","delegate","reporter"]}');
INSERT INTO audit VALUES('01a22582-264e-7431-a729-f4b983cd8f2a','2026-11-29 04:13:36.205235','account.made',NULL,NULL,'01a22582-264e-7a16-ac5f-855a8d4214ba','person','01a22582-264e-7c74-9d8f-3dafaad0e988','{"roles":["reviewer"]}');
INSERT INTO audit VALUES('01a22582-264e-7a22-bc46-f4022ca17c0c','2026-11-29 04:13:36.205235','organisation.entered',NULL,NULL,'01a22582-264e-7578-971f-7862cbb26d60','organisation','01a22582-264e-7578-971f-7862cbb26d60','{"status":"active"}');
INSERT INTO audit VALUES('01a22582-264e-7706-9735-c006cf3b8a0d','2026-11-29 04:13:36.205235','account.made',NULL,NULL,'01a22582-264e-7578-971f-7862cbb26d60','person','01a22582-264e-7064-9869-ab41d04a00f3','{"roles":["administrator","reporter","counsel"]}');
INSERT INTO audit VALUES('01a22582-264e-7396-b9e3-0906326229ed','2026-11-29 04:13:36.205235','account.made',NULL,NULL,'01a22582-264e-7578-971f-7862cbb26d60','person','01a22582-264e-7b76-aa04-1f37d78a66ca','{"roles":["reviewer","rights_lead"]}');
INSERT INTO audit VALUES('01a22582-264e-796b-b6b9-3edc3e12057f','2026-11-29 04:13:36.205235','organisation.entered',NULL,NULL,'01a22582-264e-7c06-acc5-a288ec000dfa','organisation','01a22582-264e-7c06-acc5-a288ec000dfa','{"status":"active"}');
INSERT INTO audit VALUES('01a22582-264e-7f2c-89d5-c5baaec91d3b','2026-11-29 04:13:36.205235','account.made',NULL,NULL,'01a22582-264e-7c06-acc5-a288ec000dfa','person','01a22582-264e-76e0-98d1-ecb346fe7207','{"roles":["administrator","reporter","reviewer","counsel"]}');
INSERT INTO audit VALUES('01a22582-264e-7089-af0a-82608269ed3c','2026-11-29 04:13:36.205235','organisation.entered',NULL,NULL,'01a22582-264e-7524-939f-8b6f52f3183a','organisation','01a22582-264e-7524-939f-8b6f52f3183a','{"status":"active"}');
INSERT INTO audit VALUES('01a22582-264e-7b68-8bda-1422333283ff','2026-11-29 04:13:36.205235','account.made',NULL,NULL,'01a22582-264e-7524-939f-8b6f52f3183a','person','01a22582-264e-7afb-a387-556df8be34f7','{"roles":["reporter"]}');
INSERT INTO audit VALUES('01a22582-264e-7eaa-8de7-4da97cf85a3d','2026-11-29 04:13:36.205235','account.made',NULL,NULL,'01a22582-264e-7524-939f-8b6f52f3183a','person','01a22582-264e-763d-9037-c7521f5dd0ee','{"roles":["reviewer","delegate"]}');
INSERT INTO audit VALUES('01a22582-264e-7502-9429-3c872d68e0fc','2026-11-29 04:13:36.205235','account.made',NULL,NULL,'01a22582-264e-7524-939f-8b6f52f3183a','person','01a22582-264e-7330-a49c-269401a6de65','{"roles":["administrator","observer"]}');
INSERT INTO audit VALUES('01a22582-264e-7e5d-be04-c61265d72877','2026-11-29 04:13:36.205235','organisation.entered',NULL,NULL,'01a22582-264e-7ee3-a9d9-58ebd30baef7','organisation','01a22582-264e-7ee3-a9d9-58ebd30baef7','{"status":"active"}');
INSERT INTO audit VALUES('01a22582-264e-76be-acef-e4435780e996','2026-11-29 04:13:36.205235','account.made',NULL,NULL,'01a22582-264e-7ee3-a9d9-58ebd30baef7','person','01a22582-264e-7e37-8923-9893d7feb743','{"roles":["administrator","reporter","delegate"]}');
INSERT INTO audit VALUES('01a22582-264e-79d7-bc9d-80d27000d35c','2026-11-29 04:13:36.205235','organisation.entered',NULL,NULL,'01a22582-264e-781c-aaf5-f30f23ffdf40','organisation','01a22582-264e-781c-aaf5-f30f23ffdf40','{"status":"active"}');
INSERT INTO audit VALUES('01a22582-264e-7d7a-b0ca-eda05a5029a4','2026-11-29 04:13:36.205235','account.made',NULL,NULL,'01a22582-264e-781c-aaf5-f30f23ffdf40','person','01a22582-264e-7d3b-8e3f-7d31560cff20','{"roles":["administrator","analyst","reporter"]}');
INSERT INTO audit VALUES('01a22582-264e-786f-84a5-2e5ee755934c','2026-11-29 04:13:36.205235','account.made',NULL,NULL,'01a22582-264e-781c-aaf5-f30f23ffdf40','person','01a22582-264e-79a0-aaeb-db9a7f3d0cf8','{"roles":["reviewer"]}');
INSERT INTO audit VALUES('01a22582-264f-7ebd-b27b-6a2e059958ac','2026-11-29 04:13:36.205235','organisation.entered','01a22582-264e-7912-b24f-d3a72f087414','01a22582-264d-76be-81e9-a43d1fdcd160','01a22582-264f-7bf5-9997-7bc5f2707695','organisation','01a22582-264f-7bf5-9997-7bc5f2707695','{"status":"applicant"}');
INSERT INTO audit VALUES('01a22582-264f-7862-ab8c-7d4482aeaafc','2026-11-29 04:13:36.205235','group.created','01a22582-264e-7912-b24f-d3a72f087414','01a22582-264d-76be-81e9-a43d1fdcd160','01a22582-264d-76be-81e9-a43d1fdcd160','group','01a22582-264f-726e-8cd6-445dd521b9f8','{}');
INSERT INTO audit VALUES('01a22582-264f-7af1-9b3d-6d93a3a7ade3','2026-11-29 04:13:36.205235','group.created','01a22582-264e-7912-b24f-d3a72f087414','01a22582-264d-76be-81e9-a43d1fdcd160','01a22582-264d-76be-81e9-a43d1fdcd160','group','01a22582-264f-7738-ba0c-a509c40d3245','{}');
INSERT INTO audit VALUES('01a22582-31d5-784a-87a2-6bcd48270d36','2026-11-29 04:13:39.157642','signed_in','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','person','01a22582-264e-7afb-a387-556df8be34f7','{"kind":"api"}');
INSERT INTO audit VALUES('01a22582-31e7-7b28-9098-7f1002e29793','2026-11-29 04:13:39.175274','report.drafted','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','report','01a22582-31e7-70d7-8e65-c903a86f72ec','{"reference":"R-HP6BBD"}');
INSERT INTO audit VALUES('01a22582-31eb-789b-a045-3efe46ca1eb8','2026-11-29 04:13:39.179056','original.opened','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','report','01a22582-31e7-70d7-8e65-c903a86f72ec','{"for":"proposal"}');
INSERT INTO audit VALUES('01a22582-31eb-7058-9287-1b4cc0c36cb0','2026-11-29 04:13:39.179056','release.proposed','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','report','01a22582-31e7-70d7-8e65-c903a86f72ec','{"audience":["coalition"],"release":"L-AGDD2T","revision":1}');
INSERT INTO audit VALUES('01a22582-3227-78e9-b3f7-fe3bdca916e5','2026-11-29 04:13:39.239807','signed_in','01a22582-264e-763d-9037-c7521f5dd0ee','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','person','01a22582-264e-763d-9037-c7521f5dd0ee','{"kind":"api"}');
INSERT INTO audit VALUES('01a22582-3230-7886-93e6-5874a94661c1','2026-11-29 04:13:39.247683','original.opened','01a22582-264e-763d-9037-c7521f5dd0ee','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','report','01a22582-31e7-70d7-8e65-c903a86f72ec','{"for":"release"}');
INSERT INTO audit VALUES('01a22582-3230-7158-ae3d-7ed5a3001b4a','2026-11-29 04:13:39.247683','release.approved','01a22582-264e-763d-9037-c7521f5dd0ee','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','report','01a22582-31e7-70d7-8e65-c903a86f72ec','{"audience":["coalition"],"release":"L-AGDD2T","revision":1}');
INSERT INTO audit VALUES('01a22582-3236-7f11-881f-da1727635d52','2026-11-29 04:13:39.254655','original.opened','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','report','01a22582-31e7-70d7-8e65-c903a86f72ec','{"for":"proposal"}');
INSERT INTO audit VALUES('01a22582-3237-7c6a-a735-df244f067143','2026-11-29 04:13:39.254655','release.proposed','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','report','01a22582-31e7-70d7-8e65-c903a86f72ec','{"audience":["public"],"release":"L-SRSRKY","revision":1}');
INSERT INTO audit VALUES('01a22582-3238-74aa-ade7-3a3af845defd','2026-11-29 04:13:39.256692','original.opened','01a22582-264e-763d-9037-c7521f5dd0ee','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','report','01a22582-31e7-70d7-8e65-c903a86f72ec','{"for":"release"}');
INSERT INTO audit VALUES('01a22582-3239-72d1-9d35-8d0d3eebc9ba','2026-11-29 04:13:39.256692','release.approved','01a22582-264e-763d-9037-c7521f5dd0ee','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','report','01a22582-31e7-70d7-8e65-c903a86f72ec','{"audience":["public"],"release":"L-SRSRKY","revision":1}');
INSERT INTO audit VALUES('01a22582-323b-7b83-9ec8-ff08d5b4952f','2026-11-29 04:13:39.258974','original.opened','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','report','01a22582-31e7-70d7-8e65-c903a86f72ec','{"for":"proposal"}');
INSERT INTO audit VALUES('01a22582-323b-75a2-8c7f-c25b22d69241','2026-11-29 04:13:39.258974','release.proposed','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','report','01a22582-31e7-70d7-8e65-c903a86f72ec','{"audience":["sector:media"],"release":"L-HWJBPJ","revision":1}');
INSERT INTO audit VALUES('01a22582-323d-7a3b-b458-0b224ef02285','2026-11-29 04:13:39.261489','original.opened','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','report','01a22582-31e7-70d7-8e65-c903a86f72ec','{"for":"proposal"}');
INSERT INTO audit VALUES('01a22582-323d-7c22-aa46-f7e19ee9bf90','2026-11-29 04:13:39.261489','release.proposed','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','report','01a22582-31e7-70d7-8e65-c903a86f72ec','{"audience":["sector:company","org:lumora"],"release":"L-ZZGW3C","revision":1}');
INSERT INTO audit VALUES('01a22582-323f-7ca9-8220-3548a37a71b8','2026-11-29 04:13:39.263615','release.returned','01a22582-264e-763d-9037-c7521f5dd0ee','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','report','01a22582-31e7-70d7-8e65-c903a86f72ec','{"audience":["sector:company","org:lumora"],"release":"L-ZZGW3C","revision":1}');
INSERT INTO audit VALUES('01a22582-3246-7f33-b0a8-2ea06c92b359','2026-11-29 04:13:39.270041','original.opened','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','report','01a22582-31e7-70d7-8e65-c903a86f72ec','{"for":"proposal"}');
INSERT INTO audit VALUES('01a22582-3246-794a-9870-5cc76ffa1c24','2026-11-29 04:13:39.270041','release.proposed','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','report','01a22582-31e7-70d7-8e65-c903a86f72ec','{"audience":["sector:academia"],"release":"L-CYT9VH","revision":1}');
INSERT INTO audit VALUES('01a22582-324e-77fc-911a-76b850d3c280','2026-11-29 04:13:39.278331','release.cancelled','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','report','01a22582-31e7-70d7-8e65-c903a86f72ec','{"audience":["sector:academia"],"release":"L-CYT9VH","revision":1}');
INSERT INTO audit VALUES('01a22582-3250-7db0-befb-1b6cc8eae743','2026-11-29 04:13:39.280882','original.opened','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','report','01a22582-31e7-70d7-8e65-c903a86f72ec','{"for":"proposal"}');
INSERT INTO audit VALUES('01a22582-3251-71a6-bfbe-77769ba7d92d','2026-11-29 04:13:39.280882','release.proposed','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','report','01a22582-31e7-70d7-8e65-c903a86f72ec','{"audience":["sector:government"],"release":"L-R80D1P","revision":1}');
INSERT INTO audit VALUES('01a22582-3261-7182-b05b-d292fc40e372','2026-11-29 04:13:39.291954','original.opened','01a22582-264e-763d-9037-c7521f5dd0ee','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','report','01a22582-31e7-70d7-8e65-c903a86f72ec','{"for":"release"}');
INSERT INTO audit VALUES('01a22582-3261-745b-8162-c1501421cc11','2026-11-29 04:13:39.291954','release.approved','01a22582-264e-763d-9037-c7521f5dd0ee','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','report','01a22582-31e7-70d7-8e65-c903a86f72ec','{"audience":["sector:government"],"release":"L-R80D1P","revision":1}');
INSERT INTO audit VALUES('01a22582-3267-7eb4-bcdc-60476d864fcc','2026-11-29 04:13:39.303724','release.withdrawn','01a22582-264e-763d-9037-c7521f5dd0ee','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','report','01a22582-31e7-70d7-8e65-c903a86f72ec','{"release":"L-R80D1P"}');
INSERT INTO audit VALUES('01a22582-32a1-778a-b953-506bacb3fbc0','2026-11-29 04:13:39.361130','signed_in','01a22582-264e-7d3b-8e3f-7d31560cff20','01a22582-264e-781c-aaf5-f30f23ffdf40','01a22582-264e-781c-aaf5-f30f23ffdf40','person','01a22582-264e-7d3b-8e3f-7d31560cff20','{"kind":"api"}');
INSERT INTO audit VALUES('01a22582-330b-7ddc-9566-a47e5433bab8','2026-11-29 04:13:39.467171','signed_in','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','person','01a22582-264e-7ceb-9e2a-866a781eb897','{"kind":"api"}');
INSERT INTO audit VALUES('01a22582-3316-791e-afaa-a5b2c287b5d2','2026-11-29 04:13:39.478249','corroboration.drafted','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-3316-7afc-b27d-763310d9421f','{"evidence":[],"stance":"disputes"}');
INSERT INTO audit VALUES('01a22582-3316-7f89-9273-5934baaef924','2026-11-29 04:13:39.478249','release.proposed','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-3316-7afc-b27d-763310d9421f','{"audience":["coalition"],"release":"L-KQKENJ","revision":1}');
INSERT INTO audit VALUES('01a22582-3316-76e9-b667-1fccc5e9c15e','2026-11-29 04:13:39.478249','release.approved','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-3316-7afc-b27d-763310d9421f','{"audience":["coalition"],"release":"L-KQKENJ","revision":1}');
INSERT INTO audit VALUES('01a22582-3319-7e6d-98ac-3263fc4d7a8d','2026-11-29 04:13:39.481240','corroboration.drafted','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-3319-77ca-8a82-7c8eca2f7bbb','{"evidence":[],"stance":"disputes"}');
INSERT INTO audit VALUES('01a22582-3319-748b-94f2-4f8b53c8fba9','2026-11-29 04:13:39.481240','release.proposed','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-3319-77ca-8a82-7c8eca2f7bbb','{"audience":["public"],"release":"L-F35NXJ","revision":1}');
INSERT INTO audit VALUES('01a22582-331b-74e3-84c8-a4032016af97','2026-11-29 04:13:39.483509','corroboration.drafted','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-331b-76f5-ae7c-ec41508df479','{"evidence":[],"stance":"disputes"}');
INSERT INTO audit VALUES('01a22582-331b-7e4c-87b5-cbeb035ebe86','2026-11-29 04:13:39.483509','release.proposed','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-331b-76f5-ae7c-ec41508df479','{"audience":["public"],"release":"L-JXQTZC","revision":1}');
INSERT INTO audit VALUES('01a22582-33ba-7363-ad94-5745e3876318','2026-11-29 04:13:39.642571','signed_in','01a22582-264e-7b89-99f2-b4b63ffacaa9','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','person','01a22582-264e-7b89-99f2-b4b63ffacaa9','{"kind":"api"}');
INSERT INTO audit VALUES('01a22582-33ee-7718-94a5-c55efece233f','2026-11-29 04:13:39.694228','release.returned','01a22582-264e-7b89-99f2-b4b63ffacaa9','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-331b-76f5-ae7c-ec41508df479','{"audience":["public"],"release":"L-JXQTZC","revision":1}');
INSERT INTO audit VALUES('01a22582-3406-7a49-8e2e-2e58c3736e5d','2026-11-29 04:13:39.717995','corroboration.drafted','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-3406-79e0-9f5b-d70317f159bc','{"evidence":[],"stance":"disputes"}');
INSERT INTO audit VALUES('01a22582-3406-7438-86e8-68306f9d57d9','2026-11-29 04:13:39.717995','release.proposed','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-3406-79e0-9f5b-d70317f159bc','{"audience":["public"],"release":"L-JW5WBZ","revision":1}');
INSERT INTO audit VALUES('01a22582-341d-7a5d-98d2-cc60575c6e30','2026-11-29 04:13:39.741727','release.cancelled','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-3406-79e0-9f5b-d70317f159bc','{"audience":["public"],"release":"L-JW5WBZ","revision":1}');
INSERT INTO audit VALUES('01a22582-343f-7c19-8804-719babc9fb3c','2026-11-29 04:13:39.774729','corroboration.drafted','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-343e-7728-9620-4f2225413434','{"evidence":[],"stance":"disputes"}');
INSERT INTO audit VALUES('01a22582-343f-756e-86a9-dad3f60ec34e','2026-11-29 04:13:39.774729','release.proposed','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-343e-7728-9620-4f2225413434','{"audience":["coalition"],"release":"L-EXNYF0","revision":1}');
INSERT INTO audit VALUES('01a22582-343f-7ea7-900b-c1b71e6f2fdc','2026-11-29 04:13:39.774729','release.approved','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-343e-7728-9620-4f2225413434','{"audience":["coalition"],"release":"L-EXNYF0","revision":1}');
INSERT INTO audit VALUES('01a22582-3444-725a-b61b-b03bd69be94b','2026-11-29 04:13:39.780252','corroboration.withdrawn','01a22582-264e-7b89-99f2-b4b63ffacaa9','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-343e-7728-9620-4f2225413434','{}');
INSERT INTO audit VALUES('01a22582-3449-7974-83a3-2ffb1eeb3a73','2026-11-29 04:13:39.784997','corroboration.drafted','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-3449-70f9-bfc8-d1e2259b9797','{"evidence":[],"stance":"replies"}');
INSERT INTO audit VALUES('01a22582-3449-7f74-83b1-d2314ef73128','2026-11-29 04:13:39.784997','release.proposed','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-3449-70f9-bfc8-d1e2259b9797','{"audience":["coalition"],"release":"L-DTPSFC","revision":1}');
INSERT INTO audit VALUES('01a22582-3449-76cf-8435-420d172e0de7','2026-11-29 04:13:39.784997','release.approved','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-3449-70f9-bfc8-d1e2259b9797','{"audience":["coalition"],"release":"L-DTPSFC","revision":1}');
INSERT INTO audit VALUES('01a22582-3451-7252-84be-1dcccf4b9360','2026-11-29 04:13:39.792671','corroboration.drafted','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-3450-7dc1-b306-756530bf19ee','{"evidence":[],"stance":"replies"}');
INSERT INTO audit VALUES('01a22582-3451-7fcc-ab02-e271aaac2233','2026-11-29 04:13:39.792671','release.proposed','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-3450-7dc1-b306-756530bf19ee','{"audience":["public"],"release":"L-PRJAGT","revision":1}');
INSERT INTO audit VALUES('01a22582-3484-7e5d-afc9-6bd968e3b9ec','2026-11-29 04:13:39.844360','corroboration.drafted','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-3484-7739-bfc0-654fc5598abe','{"evidence":[],"stance":"replies"}');
INSERT INTO audit VALUES('01a22582-3484-7825-a674-85d68559bf62','2026-11-29 04:13:39.844360','release.proposed','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-3484-7739-bfc0-654fc5598abe','{"audience":["public"],"release":"L-MGP24D","revision":1}');
INSERT INTO audit VALUES('01a22582-34a8-72be-8919-060fd2309d56','2026-11-29 04:13:39.880269','release.returned','01a22582-264e-7b89-99f2-b4b63ffacaa9','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-3484-7739-bfc0-654fc5598abe','{"audience":["public"],"release":"L-MGP24D","revision":1}');
INSERT INTO audit VALUES('01a22582-34ae-7136-b5ae-46c6ee264d40','2026-11-29 04:13:39.886081','corroboration.drafted','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-34ae-7d38-a47f-68286d125a11','{"evidence":[],"stance":"replies"}');
INSERT INTO audit VALUES('01a22582-34ae-7bf1-baf0-43807cbf618e','2026-11-29 04:13:39.886081','release.proposed','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-34ae-7d38-a47f-68286d125a11','{"audience":["public"],"release":"L-3ZJ1C2","revision":1}');
INSERT INTO audit VALUES('01a22582-34c0-7194-9257-804410150f30','2026-11-29 04:13:39.904499','release.cancelled','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-34ae-7d38-a47f-68286d125a11','{"audience":["public"],"release":"L-3ZJ1C2","revision":1}');
INSERT INTO audit VALUES('01a22582-34cb-74d2-ada8-2ffce0cfa0c1','2026-11-29 04:13:39.915325','corroboration.drafted','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-34cb-774c-b1e1-75694cbfaecc','{"evidence":[],"stance":"replies"}');
INSERT INTO audit VALUES('01a22582-34cc-72ba-932d-04d5398665b4','2026-11-29 04:13:39.915325','release.proposed','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-34cb-774c-b1e1-75694cbfaecc','{"audience":["coalition"],"release":"L-5B485Q","revision":1}');
INSERT INTO audit VALUES('01a22582-34cc-754e-a2d5-2776f63bf0df','2026-11-29 04:13:39.915325','release.approved','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-34cb-774c-b1e1-75694cbfaecc','{"audience":["coalition"],"release":"L-5B485Q","revision":1}');
INSERT INTO audit VALUES('01a22582-34cf-701b-9670-43fef3ed647b','2026-11-29 04:13:39.919328','corroboration.withdrawn','01a22582-264e-7b89-99f2-b4b63ffacaa9','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','corroboration','01a22582-34cb-774c-b1e1-75694cbfaecc','{}');
INSERT INTO audit VALUES('01a22582-34d2-7ab1-8ded-962149230112','2026-11-29 04:13:39.922126','inquiry.drafted','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','inquiry','01a22582-34d2-73fc-91df-af0d2720a1c4','{"entry":"question"}');
INSERT INTO audit VALUES('01a22582-34d2-723c-9fb1-987d5847cb0e','2026-11-29 04:13:39.922126','release.proposed','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','inquiry','01a22582-34d2-73fc-91df-af0d2720a1c4','{"audience":["coalition","org:open-lines","org:estmark"],"release":"L-9YBJHG","revision":1}');
INSERT INTO audit VALUES('01a22582-34d2-76a4-8701-e9c9faa7fa90','2026-11-29 04:13:39.922126','release.approved','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','inquiry','01a22582-34d2-73fc-91df-af0d2720a1c4','{"audience":["coalition","org:open-lines","org:estmark"],"release":"L-9YBJHG","revision":1}');
INSERT INTO audit VALUES('01a22582-34d6-7e16-9b63-5941056a20d4','2026-11-29 04:13:39.925886','inquiry.drafted','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','inquiry','01a22582-34d6-77e2-979b-215d6280d617','{"entry":"question"}');
INSERT INTO audit VALUES('01a22582-34d6-7050-8bb2-682822eefbd4','2026-11-29 04:13:39.925886','release.proposed','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','inquiry','01a22582-34d6-77e2-979b-215d6280d617','{"audience":["public"],"release":"L-HRV7A3","revision":1}');
INSERT INTO audit VALUES('01a22582-34da-7bf5-b213-9621c2382579','2026-11-29 04:13:39.929821','inquiry.drafted','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','inquiry','01a22582-34da-7149-a709-44eef18acf37','{"entry":"question"}');
INSERT INTO audit VALUES('01a22582-34da-7cb8-9990-ad55fa76e450','2026-11-29 04:13:39.929821','release.proposed','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','inquiry','01a22582-34da-7149-a709-44eef18acf37','{"audience":["public"],"release":"L-6H1DY3","revision":1}');
INSERT INTO audit VALUES('01a22582-34dd-731e-ab2f-8016aff08024','2026-11-29 04:13:39.933049','release.returned','01a22582-264e-7b89-99f2-b4b63ffacaa9','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','inquiry','01a22582-34da-7149-a709-44eef18acf37','{"audience":["public"],"release":"L-6H1DY3","revision":1}');
INSERT INTO audit VALUES('01a22582-34e1-78b7-a66f-ce16daa4fbf7','2026-11-29 04:13:39.935361','inquiry.drafted','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','inquiry','01a22582-34e0-7cac-b960-17ab72aad908','{"entry":"question"}');
INSERT INTO audit VALUES('01a22582-34e1-7ab8-bb92-86a77375de91','2026-11-29 04:13:39.935361','release.proposed','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','inquiry','01a22582-34e0-7cac-b960-17ab72aad908','{"audience":["public"],"release":"L-CZPG4T","revision":1}');
INSERT INTO audit VALUES('01a22582-34e4-7258-a5b8-051d5f588116','2026-11-29 04:13:39.940365','release.cancelled','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','inquiry','01a22582-34e0-7cac-b960-17ab72aad908','{"audience":["public"],"release":"L-CZPG4T","revision":1}');
INSERT INTO audit VALUES('01a22582-34f3-7b1b-bc47-8347efec9f2d','2026-11-29 04:13:39.954772','inquiry.drafted','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','inquiry','01a22582-34f3-7a3f-9431-4e2ab38ad691','{"entry":"question"}');
INSERT INTO audit VALUES('01a22582-34f3-7d30-aea6-b227e25e5fd4','2026-11-29 04:13:39.954772','release.proposed','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','inquiry','01a22582-34f3-7a3f-9431-4e2ab38ad691','{"audience":["coalition","org:open-lines","org:estmark"],"release":"L-RQVY0V","revision":1}');
INSERT INTO audit VALUES('01a22582-34f3-79be-89a4-3bf4ceabcd89','2026-11-29 04:13:39.954772','release.approved','01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','inquiry','01a22582-34f3-7a3f-9431-4e2ab38ad691','{"audience":["coalition","org:open-lines","org:estmark"],"release":"L-RQVY0V","revision":1}');
INSERT INTO audit VALUES('01a22582-3517-77c1-b45f-09691d0886ee','2026-11-29 04:13:39.991040','inquiry.withdrawn','01a22582-264e-7b89-99f2-b4b63ffacaa9','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','inquiry','01a22582-34f3-7a3f-9431-4e2ab38ad691','{}');
INSERT INTO audit VALUES('01a22582-3522-710a-8a63-dc1cfe20c581','2026-11-29 04:13:40.002304','inquiry.drafted','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','inquiry','01a22582-3522-7c5a-984d-630ccf02165e','{"entry":"answer"}');
INSERT INTO audit VALUES('01a22582-3523-7ef8-a00e-3f7b7f01aef8','2026-11-29 04:13:40.002304','release.proposed','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','inquiry','01a22582-3522-7c5a-984d-630ccf02165e','{"audience":["coalition","org:open-lines","org:estmark"],"release":"L-ZHKNRD","revision":1}');
INSERT INTO audit VALUES('01a22582-3523-78ef-a94c-a5ce2d7e59a4','2026-11-29 04:13:40.002304','release.approved','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','inquiry','01a22582-3522-7c5a-984d-630ccf02165e','{"audience":["coalition","org:open-lines","org:estmark"],"release":"L-ZHKNRD","revision":1}');
INSERT INTO audit VALUES('01a22582-3526-7651-a891-c6f5bedae528','2026-11-29 04:13:40.005733','inquiry.drafted','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','inquiry','01a22582-3525-742b-b068-296d3fe28924','{"entry":"answer"}');
INSERT INTO audit VALUES('01a22582-3526-7c0a-8967-660063c141d2','2026-11-29 04:13:40.005733','release.proposed','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','inquiry','01a22582-3525-742b-b068-296d3fe28924','{"audience":["public"],"release":"L-G5S4HD","revision":1}');
INSERT INTO audit VALUES('01a22582-3528-7cbd-b11d-191ee51bbc0e','2026-11-29 04:13:40.008196','inquiry.drafted','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','inquiry','01a22582-3528-78bc-acae-21fd2496ff5d','{"entry":"answer"}');
INSERT INTO audit VALUES('01a22582-3528-79d2-8a2d-75bc2fc51e59','2026-11-29 04:13:40.008196','release.proposed','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','inquiry','01a22582-3528-78bc-acae-21fd2496ff5d','{"audience":["public"],"release":"L-213WEG","revision":1}');
INSERT INTO audit VALUES('01a22582-352d-7e36-b742-eed74292c435','2026-11-29 04:13:40.012758','release.returned','01a22582-264e-763d-9037-c7521f5dd0ee','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','inquiry','01a22582-3528-78bc-acae-21fd2496ff5d','{"audience":["public"],"release":"L-213WEG","revision":1}');
INSERT INTO audit VALUES('01a22582-352f-7e3a-b285-5657ff529343','2026-11-29 04:13:40.015052','inquiry.drafted','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','inquiry','01a22582-352f-7403-b20a-160f0d8c597a','{"entry":"answer"}');
INSERT INTO audit VALUES('01a22582-352f-76a0-a048-082064189bf7','2026-11-29 04:13:40.015052','release.proposed','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','inquiry','01a22582-352f-7403-b20a-160f0d8c597a','{"audience":["public"],"release":"L-Q4TVSR","revision":1}');
INSERT INTO audit VALUES('01a22582-3532-799b-93fd-2a6297109976','2026-11-29 04:13:40.017931','release.cancelled','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','inquiry','01a22582-352f-7403-b20a-160f0d8c597a','{"audience":["public"],"release":"L-Q4TVSR","revision":1}');
INSERT INTO audit VALUES('01a22582-3534-7ff4-9d13-e4bcf43875b7','2026-11-29 04:13:40.019980','inquiry.drafted','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','inquiry','01a22582-3534-7e81-9f1f-1e8b6fa066ca','{"entry":"answer"}');
INSERT INTO audit VALUES('01a22582-3534-7410-a38b-24cc15b75f09','2026-11-29 04:13:40.019980','release.proposed','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','inquiry','01a22582-3534-7e81-9f1f-1e8b6fa066ca','{"audience":["coalition","org:open-lines","org:estmark"],"release":"L-ZQH61B","revision":1}');
INSERT INTO audit VALUES('01a22582-3534-776a-b71c-8452ab283543','2026-11-29 04:13:40.019980','release.approved','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','inquiry','01a22582-3534-7e81-9f1f-1e8b6fa066ca','{"audience":["coalition","org:open-lines","org:estmark"],"release":"L-ZQH61B","revision":1}');
INSERT INTO audit VALUES('01a22582-353a-7f4b-a3c1-a8b21d1aecd7','2026-11-29 04:13:40.026184','inquiry.withdrawn','01a22582-264e-763d-9037-c7521f5dd0ee','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','inquiry','01a22582-3534-7e81-9f1f-1e8b6fa066ca','{}');
INSERT INTO audit VALUES('01a22582-353f-778a-b407-7d0fe7b46920','2026-11-29 04:13:40.031286','translation.drafted','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','translation','01a22582-353f-7fdc-ae82-1e57b2950892','{"language":"fr"}');
INSERT INTO audit VALUES('01a22582-353f-73b4-9b3b-b6a6cc20b1ac','2026-11-29 04:13:40.031286','release.proposed','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','translation','01a22582-353f-7fdc-ae82-1e57b2950892','{"audience":["public"],"release":"L-P4Q1X6","revision":1}');
INSERT INTO audit VALUES('01a22582-3547-7183-984d-bd6535d354ac','2026-11-29 04:13:40.038649','original.opened','01a22582-264e-763d-9037-c7521f5dd0ee','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','translation','01a22582-353f-7fdc-ae82-1e57b2950892','{"for":"translation"}');
INSERT INTO audit VALUES('01a22582-3547-731a-9cff-79db4d7f7c5b','2026-11-29 04:13:40.038649','release.approved','01a22582-264e-763d-9037-c7521f5dd0ee','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','translation','01a22582-353f-7fdc-ae82-1e57b2950892','{"audience":["public"],"release":"L-P4Q1X6","revision":1}');
INSERT INTO audit VALUES('01a22582-354c-7bbd-b716-0ab8c1175aa9','2026-11-29 04:13:40.043690','translation.drafted','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','translation','01a22582-354c-7ed4-bb80-b8246f6f4584','{"language":"es"}');
INSERT INTO audit VALUES('01a22582-354c-7b33-bf2d-7e1f17d3a538','2026-11-29 04:13:40.043690','release.proposed','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','translation','01a22582-354c-7ed4-bb80-b8246f6f4584','{"audience":["public"],"release":"L-RMEHHY","revision":1}');
INSERT INTO audit VALUES('01a22582-3551-7621-bcb6-d12f5c48738b','2026-11-29 04:13:40.049153','translation.drafted','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','translation','01a22582-3551-78c7-bc42-1a7a2bfb7cf8','{"language":"de"}');
INSERT INTO audit VALUES('01a22582-3551-771d-ae20-24fe9fca210f','2026-11-29 04:13:40.049153','release.proposed','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','translation','01a22582-3551-78c7-bc42-1a7a2bfb7cf8','{"audience":["public"],"release":"L-CTW9X9","revision":1}');
INSERT INTO audit VALUES('01a22582-3557-77d1-a80e-a11f91d70e54','2026-11-29 04:13:40.054967','release.returned','01a22582-264e-763d-9037-c7521f5dd0ee','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','translation','01a22582-3551-78c7-bc42-1a7a2bfb7cf8','{"audience":["public"],"release":"L-CTW9X9","revision":1}');
INSERT INTO audit VALUES('01a22582-355c-7590-a4ca-48e0cf34e765','2026-11-29 04:13:40.059980','translation.drafted','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','translation','01a22582-355c-7853-b3cb-83f4e7abbac7','{"language":"it"}');
INSERT INTO audit VALUES('01a22582-355c-77c3-b288-20f5240dff87','2026-11-29 04:13:40.059980','release.proposed','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','translation','01a22582-355c-7853-b3cb-83f4e7abbac7','{"audience":["public"],"release":"L-NG9JNC","revision":1}');
INSERT INTO audit VALUES('01a22582-356e-7908-ba55-a2d0f35db9ab','2026-11-29 04:13:40.078735','release.cancelled','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','translation','01a22582-355c-7853-b3cb-83f4e7abbac7','{"audience":["public"],"release":"L-NG9JNC","revision":1}');
INSERT INTO audit VALUES('01a22582-3593-774c-ab87-0eb8d4fb4219','2026-11-29 04:13:40.115492','translation.drafted','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','translation','01a22582-3593-786d-a680-c47e0ef22439','{"language":"pt"}');
INSERT INTO audit VALUES('01a22582-3594-7437-85ed-71fa249e1f1c','2026-11-29 04:13:40.115492','release.proposed','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','translation','01a22582-3593-786d-a680-c47e0ef22439','{"audience":["public"],"release":"L-F3XQS4","revision":1}');
INSERT INTO audit VALUES('01a22582-3596-7812-a547-f116520ddb1c','2026-11-29 04:13:40.117945','original.opened','01a22582-264e-763d-9037-c7521f5dd0ee','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','translation','01a22582-3593-786d-a680-c47e0ef22439','{"for":"translation"}');
INSERT INTO audit VALUES('01a22582-3596-7464-8e76-d890ba8a2b08','2026-11-29 04:13:40.117945','release.approved','01a22582-264e-763d-9037-c7521f5dd0ee','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','translation','01a22582-3593-786d-a680-c47e0ef22439','{"audience":["public"],"release":"L-F3XQS4","revision":1}');
INSERT INTO audit VALUES('01a22582-3598-7332-b0a8-8f837f8d8b21','2026-11-29 04:13:40.120386','translation.withdrawn','01a22582-264e-763d-9037-c7521f5dd0ee','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','translation','01a22582-3593-786d-a680-c47e0ef22439','{}');
INSERT INTO audit VALUES('01a22582-359a-792a-b3ce-840233799d85','2026-11-29 04:13:40.122271','original.opened','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','report','01a22582-31e7-70d7-8e65-c903a86f72ec','{"for":"proposal"}');
INSERT INTO audit VALUES('01a22582-359a-7566-834e-eebb53dcc441','2026-11-29 04:13:40.122271','delegation.drafted','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','delegation','01a22582-359a-7737-a2f4-231478ccf2d7','{"report":"R-HP6BBD"}');
INSERT INTO audit VALUES('01a22582-359a-777c-8653-e4ae308a8098','2026-11-29 04:13:40.122271','release.proposed','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','delegation','01a22582-359a-7737-a2f4-231478ccf2d7','{"audience":["org:lumora"],"release":"L-G4PTRH","revision":1}');
INSERT INTO audit VALUES('01a22582-359c-7132-bafc-d2437bad567c','2026-11-29 04:13:40.124251','original.opened','01a22582-264e-763d-9037-c7521f5dd0ee','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','report','01a22582-31e7-70d7-8e65-c903a86f72ec','{"for":"release"}');
INSERT INTO audit VALUES('01a22582-359c-71b2-bc9f-bb9fb12a679f','2026-11-29 04:13:40.124251','delegation.asked','01a22582-264e-763d-9037-c7521f5dd0ee','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','delegation','01a22582-359a-7737-a2f4-231478ccf2d7','{"organisation":"lumora"}');
INSERT INTO audit VALUES('01a22582-359c-71d9-9262-467b2102e67d','2026-11-29 04:13:40.124251','release.approved','01a22582-264e-763d-9037-c7521f5dd0ee','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','delegation','01a22582-359a-7737-a2f4-231478ccf2d7','{"audience":["org:lumora"],"release":"L-G4PTRH","revision":1}');
INSERT INTO audit VALUES('01a22582-359e-7ba1-9e7c-6f39993b1638','2026-11-29 04:13:40.126298','original.opened','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','report','01a22582-31e7-70d7-8e65-c903a86f72ec','{"for":"proposal"}');
INSERT INTO audit VALUES('01a22582-359e-7e3f-abb3-29e4c6e132a9','2026-11-29 04:13:40.126298','delegation.drafted','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','delegation','01a22582-359e-7588-ba6d-f3c4f4dae993','{"report":"R-HP6BBD"}');
INSERT INTO audit VALUES('01a22582-359e-76ea-ab0f-034ce78f4815','2026-11-29 04:13:40.126298','release.proposed','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','delegation','01a22582-359e-7588-ba6d-f3c4f4dae993','{"audience":["org:estmark"],"release":"L-SN0Y89","revision":1}');
INSERT INTO audit VALUES('01a22582-35a0-73c4-b32d-cc01a01826e0','2026-11-29 04:13:40.128406','original.opened','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','report','01a22582-31e7-70d7-8e65-c903a86f72ec','{"for":"proposal"}');
INSERT INTO audit VALUES('01a22582-35a0-7acd-9120-bb6958759864','2026-11-29 04:13:40.128406','delegation.drafted','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','delegation','01a22582-35a0-7fe6-b37e-a77b5d060776','{"report":"R-HP6BBD"}');
INSERT INTO audit VALUES('01a22582-35a0-7797-9081-31bf790d3a0a','2026-11-29 04:13:40.128406','release.proposed','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','delegation','01a22582-35a0-7fe6-b37e-a77b5d060776','{"audience":["org:meridian"],"release":"L-SFK4J9","revision":1}');
INSERT INTO audit VALUES('01a22582-35a2-7727-9005-3539d69ffe09','2026-11-29 04:13:40.130296','release.returned','01a22582-264e-763d-9037-c7521f5dd0ee','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','delegation','01a22582-35a0-7fe6-b37e-a77b5d060776','{"audience":["org:meridian"],"release":"L-SFK4J9","revision":1}');
INSERT INTO audit VALUES('01a22582-35a3-7102-b378-ff82298e49c8','2026-11-29 04:13:40.131799','original.opened','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','report','01a22582-31e7-70d7-8e65-c903a86f72ec','{"for":"proposal"}');
INSERT INTO audit VALUES('01a22582-35a4-757b-8b8c-97a2d43afec2','2026-11-29 04:13:40.131799','delegation.drafted','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','delegation','01a22582-35a4-7125-827e-fa7a76b55f6a','{"report":"R-HP6BBD"}');
INSERT INTO audit VALUES('01a22582-35a4-7ad7-8561-9136d413429a','2026-11-29 04:13:40.131799','release.proposed','01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','delegation','01a22582-35a4-7125-827e-fa7a76b55f6a','{"audience":["org:pelican"],"release":"L-6XJ10S","revision":1}');
INSERT INTO audit VALUES('01a22582-35a6-74dc-88fa-cbbaa3f9932f','2026-11-29 04:13:40.133862','original.opened','01a22582-264e-763d-9037-c7521f5dd0ee','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','report','01a22582-31e7-70d7-8e65-c903a86f72ec','{"for":"release"}');
INSERT INTO audit VALUES('01a22582-35a6-7d77-8304-26872dc6ed62','2026-11-29 04:13:40.133862','delegation.asked','01a22582-264e-763d-9037-c7521f5dd0ee','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','delegation','01a22582-35a4-7125-827e-fa7a76b55f6a','{"organisation":"pelican"}');
INSERT INTO audit VALUES('01a22582-35a6-72b6-88e5-caf65e514ae8','2026-11-29 04:13:40.133862','release.approved','01a22582-264e-763d-9037-c7521f5dd0ee','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','delegation','01a22582-35a4-7125-827e-fa7a76b55f6a','{"audience":["org:pelican"],"release":"L-6XJ10S","revision":1}');
INSERT INTO audit VALUES('01a22582-35a7-7fb7-ac09-b9a26529d375','2026-11-29 04:13:40.135590','delegation.recalled','01a22582-264e-763d-9037-c7521f5dd0ee','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','delegation','01a22582-35a4-7125-827e-fa7a76b55f6a','{}');
CREATE TABLE idempotency (
    person_id TEXT NOT NULL,
    route TEXT NOT NULL,
    key TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    status INTEGER NOT NULL,
    answer TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    PRIMARY KEY (person_id, route, key)
);
CREATE TABLE organisation (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    country TEXT,
    website TEXT NOT NULL,
    about TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
INSERT INTO organisation VALUES('01a22582-264d-76be-81e9-a43d1fdcd160','secretariat','Secretariat of the Coalition','secretariat',NULL,'','The coalition''s own office (invented).','active','2026-11-29 04:13:36.205235');
INSERT INTO organisation VALUES('01a22582-264e-7963-9ae0-f2b329830db2','access-now-demonstration','Access Now (demonstration)','civil_society',NULL,'','Holds the STOP records of the #KeepItOn coalition, 2016 to 2022 (Access Now, CC BY 3.0). This account is part of the demonstration and is not run by Access Now.','active','2026-11-29 04:13:36.205235');
INSERT INTO organisation VALUES('01a22582-264e-7ab6-a3c5-6ea3f9af113a','estmark','Ministry of Foreign Affairs of Estmark','government','AQ','','A government (invented, as is its country: it stands on Antarctica here).','active','2026-11-29 04:13:36.205235');
INSERT INTO organisation VALUES('01a22582-264e-7a16-ac5f-855a8d4214ba','valdora','Federal Foreign Office of Valdora','government',NULL,'','A government (invented).','active','2026-11-29 04:13:36.205235');
INSERT INTO organisation VALUES('01a22582-264e-7578-971f-7862cbb26d60','lumora','Lumora Telecom','company',NULL,'','A mobile operator in fourteen countries (invented).','active','2026-11-29 04:13:36.205235');
INSERT INTO organisation VALUES('01a22582-264e-7c06-acc5-a288ec000dfa','pelican','Pelican Cloud','company',NULL,'','Hosting and messaging (invented).','active','2026-11-29 04:13:36.205235');
INSERT INTO organisation VALUES('01a22582-264e-7524-939f-8b6f52f3183a','open-lines','Open Lines','civil_society',NULL,'','Documents shutdowns and helps people stay in touch (invented).','active','2026-11-29 04:13:36.205235');
INSERT INTO organisation VALUES('01a22582-264e-7ee3-a9d9-58ebd30baef7','defenders-desk','Defenders'' Desk','civil_society',NULL,'','One person who keeps many safe (invented).','active','2026-11-29 04:13:36.205235');
INSERT INTO organisation VALUES('01a22582-264e-781c-aaf5-f30f23ffdf40','meridian','Meridian Institute for Network Studies','academia',NULL,'','Measures the network (invented).','active','2026-11-29 04:13:36.205235');
INSERT INTO organisation VALUES('01a22582-264f-7bf5-9997-7bc5f2707695','harbour-radio','Harbour Radio','media',NULL,'','Asks to join (invented).','applicant','2026-11-29 04:13:36.205235');
CREATE TABLE membership (
    id TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    status TEXT NOT NULL,
    from_at TIMESTAMP NOT NULL,
    until_at TIMESTAMP,
    reason TEXT NOT NULL
);
INSERT INTO membership VALUES('01a22582-264d-7444-a0d3-d3a5e35b4b60','01a22582-264d-76be-81e9-a43d1fdcd160','active','2026-11-29 04:13:36.205235',NULL,'');
INSERT INTO membership VALUES('01a22582-264e-7034-a7a9-8486b7f4a8f3','01a22582-264e-7963-9ae0-f2b329830db2','active','2026-11-29 04:13:36.205235',NULL,'');
INSERT INTO membership VALUES('01a22582-264e-7d36-b648-b4e1abfa4dc0','01a22582-264e-7ab6-a3c5-6ea3f9af113a','active','2026-11-29 04:13:36.205235',NULL,'');
INSERT INTO membership VALUES('01a22582-264e-7410-8362-ad56b744b9d8','01a22582-264e-7a16-ac5f-855a8d4214ba','active','2026-11-29 04:13:36.205235',NULL,'');
INSERT INTO membership VALUES('01a22582-264e-71d1-91ca-0a2d22e00aa4','01a22582-264e-7578-971f-7862cbb26d60','active','2026-11-29 04:13:36.205235',NULL,'');
INSERT INTO membership VALUES('01a22582-264e-7696-a6ef-8d6f7003197b','01a22582-264e-7c06-acc5-a288ec000dfa','active','2026-11-29 04:13:36.205235',NULL,'');
INSERT INTO membership VALUES('01a22582-264e-70cd-a007-ed61dc036d96','01a22582-264e-7524-939f-8b6f52f3183a','active','2026-11-29 04:13:36.205235',NULL,'');
INSERT INTO membership VALUES('01a22582-264e-7e66-b5fb-ff2ba0eb193a','01a22582-264e-7ee3-a9d9-58ebd30baef7','active','2026-11-29 04:13:36.205235',NULL,'');
INSERT INTO membership VALUES('01a22582-264e-7143-b6a8-a475c44855fd','01a22582-264e-781c-aaf5-f30f23ffdf40','active','2026-11-29 04:13:36.205235',NULL,'');
INSERT INTO membership VALUES('01a22582-264f-76b2-81eb-69db173bb7fe','01a22582-264f-7bf5-9997-7bc5f2707695','applicant','2026-11-29 04:13:36.205235',NULL,'');
CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    language TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    closed_at TIMESTAMP
);
INSERT INTO person VALUES('01a22582-264e-7912-b24f-d3a72f087414','01a22582-264d-76be-81e9-a43d1fdcd160','ana.belo@secretariat.example.org','Ana Belo','$argon2id$v=19$m=19456,t=2,p=1$Bml+Op/OYJtZFeZ2ICMDSA$lT8ao2W9PrYiEs513dsJfCutfwLDKbx0k0foypm6BOk','en','2026-11-29 04:13:36.205235',NULL);
INSERT INTO person VALUES('01a22582-264e-7ace-9bbd-3e02e5a72a48','01a22582-264d-76be-81e9-a43d1fdcd160','tomas.lind@secretariat.example.org','Tomas Lind','$argon2id$v=19$m=19456,t=2,p=1$Bml+Op/OYJtZFeZ2ICMDSA$lT8ao2W9PrYiEs513dsJfCutfwLDKbx0k0foypm6BOk','en','2026-11-29 04:13:36.205235',NULL);
INSERT INTO person VALUES('01a22582-264e-785b-8479-f948ec3508b7','01a22582-264e-7963-9ae0-f2b329830db2','curator@access-now.example.org','Demonstration Curator','$argon2id$v=19$m=19456,t=2,p=1$Bml+Op/OYJtZFeZ2ICMDSA$lT8ao2W9PrYiEs513dsJfCutfwLDKbx0k0foypm6BOk','en','2026-11-29 04:13:36.205235',NULL);
INSERT INTO person VALUES('01a22582-264e-7ceb-9e2a-866a781eb897','01a22582-264e-7ab6-a3c5-6ea3f9af113a','kirsi.aalto@estmark.example.org','Kirsi Aalto','$argon2id$v=19$m=19456,t=2,p=1$Bml+Op/OYJtZFeZ2ICMDSA$lT8ao2W9PrYiEs513dsJfCutfwLDKbx0k0foypm6BOk','en','2026-11-29 04:13:36.205235',NULL);
INSERT INTO person VALUES('01a22582-264e-7b89-99f2-b4b63ffacaa9','01a22582-264e-7ab6-a3c5-6ea3f9af113a','pavel.horn@estmark.example.org','Pavel Horn','$argon2id$v=19$m=19456,t=2,p=1$Bml+Op/OYJtZFeZ2ICMDSA$lT8ao2W9PrYiEs513dsJfCutfwLDKbx0k0foypm6BOk','en','2026-11-29 04:13:36.205235',NULL);
INSERT INTO person VALUES('01a22582-264e-7290-b32b-e03cb85a59e5','01a22582-264e-7a16-ac5f-855a8d4214ba','ines.duarte@valdora.example.org','Inês Duarte','$argon2id$v=19$m=19456,t=2,p=1$Bml+Op/OYJtZFeZ2ICMDSA$lT8ao2W9PrYiEs513dsJfCutfwLDKbx0k0foypm6BOk','en','2026-11-29 04:13:36.205235',NULL);
INSERT INTO person VALUES('01a22582-264e-7c74-9d8f-3dafaad0e988','01a22582-264e-7a16-ac5f-855a8d4214ba','henrik.moe@valdora.example.org','Henrik Moe','$argon2id$v=19$m=19456,t=2,p=1$Bml+Op/OYJtZFeZ2ICMDSA$lT8ao2W9PrYiEs513dsJfCutfwLDKbx0k0foypm6BOk','en','2026-11-29 04:13:36.205235',NULL);
INSERT INTO person VALUES('01a22582-264e-7064-9869-ab41d04a00f3','01a22582-264e-7578-971f-7862cbb26d60','farah.noor@lumora.example.org','Farah Noor','$argon2id$v=19$m=19456,t=2,p=1$Bml+Op/OYJtZFeZ2ICMDSA$lT8ao2W9PrYiEs513dsJfCutfwLDKbx0k0foypm6BOk','en','2026-11-29 04:13:36.205235',NULL);
INSERT INTO person VALUES('01a22582-264e-7b76-aa04-1f37d78a66ca','01a22582-264e-7578-971f-7862cbb26d60','ben.okafor@lumora.example.org','Ben Okafor','$argon2id$v=19$m=19456,t=2,p=1$Bml+Op/OYJtZFeZ2ICMDSA$lT8ao2W9PrYiEs513dsJfCutfwLDKbx0k0foypm6BOk','en','2026-11-29 04:13:36.205235',NULL);
INSERT INTO person VALUES('01a22582-264e-76e0-98d1-ecb346fe7207','01a22582-264e-7c06-acc5-a288ec000dfa','mei.tanaka@pelican.example.org','Mei Tanaka','$argon2id$v=19$m=19456,t=2,p=1$Bml+Op/OYJtZFeZ2ICMDSA$lT8ao2W9PrYiEs513dsJfCutfwLDKbx0k0foypm6BOk','en','2026-11-29 04:13:36.205235',NULL);
INSERT INTO person VALUES('01a22582-264e-7afb-a387-556df8be34f7','01a22582-264e-7524-939f-8b6f52f3183a','amina.diallo@open-lines.example.org','Amina Diallo','$argon2id$v=19$m=19456,t=2,p=1$Bml+Op/OYJtZFeZ2ICMDSA$lT8ao2W9PrYiEs513dsJfCutfwLDKbx0k0foypm6BOk','en','2026-11-29 04:13:36.205235',NULL);
INSERT INTO person VALUES('01a22582-264e-763d-9037-c7521f5dd0ee','01a22582-264e-7524-939f-8b6f52f3183a','jonas.weber@open-lines.example.org','Jonas Weber','$argon2id$v=19$m=19456,t=2,p=1$Bml+Op/OYJtZFeZ2ICMDSA$lT8ao2W9PrYiEs513dsJfCutfwLDKbx0k0foypm6BOk','en','2026-11-29 04:13:36.205235',NULL);
INSERT INTO person VALUES('01a22582-264e-7330-a49c-269401a6de65','01a22582-264e-7524-939f-8b6f52f3183a','rosa.quispe@open-lines.example.org','Rosa Quispe','$argon2id$v=19$m=19456,t=2,p=1$Bml+Op/OYJtZFeZ2ICMDSA$lT8ao2W9PrYiEs513dsJfCutfwLDKbx0k0foypm6BOk','en','2026-11-29 04:13:36.205235',NULL);
INSERT INTO person VALUES('01a22582-264e-7e37-8923-9893d7feb743','01a22582-264e-7ee3-a9d9-58ebd30baef7','sami.haddad@defenders.example.org','Sami Haddad','$argon2id$v=19$m=19456,t=2,p=1$Bml+Op/OYJtZFeZ2ICMDSA$lT8ao2W9PrYiEs513dsJfCutfwLDKbx0k0foypm6BOk','en','2026-11-29 04:13:36.205235',NULL);
INSERT INTO person VALUES('01a22582-264e-7d3b-8e3f-7d31560cff20','01a22582-264e-781c-aaf5-f30f23ffdf40','leila.amini@meridian.example.org','Dr Leila Amini','$argon2id$v=19$m=19456,t=2,p=1$Bml+Op/OYJtZFeZ2ICMDSA$lT8ao2W9PrYiEs513dsJfCutfwLDKbx0k0foypm6BOk','en','2026-11-29 04:13:36.205235',NULL);
INSERT INTO person VALUES('01a22582-264e-79a0-aaeb-db9a7f3d0cf8','01a22582-264e-781c-aaf5-f30f23ffdf40','oskar.blom@meridian.example.org','Oskar Blom','$argon2id$v=19$m=19456,t=2,p=1$Bml+Op/OYJtZFeZ2ICMDSA$lT8ao2W9PrYiEs513dsJfCutfwLDKbx0k0foypm6BOk','en','2026-11-29 04:13:36.205235',NULL);
CREATE TABLE vetting (
    id TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    wanted TEXT NOT NULL,
    note TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    settled_at TIMESTAMP
);
CREATE TABLE mandate (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    from_at TIMESTAMP NOT NULL,
    until_at TIMESTAMP,
    granted_by TEXT,
    granted_by_convenor BOOLEAN NOT NULL,
    ended_by TEXT
);
INSERT INTO mandate VALUES('01a22582-264e-7130-91a7-ad08bd969850','01a22582-264e-7912-b24f-d3a72f087414','administrator','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-7efb-a149-48d95e330949','01a22582-264e-7912-b24f-d3a72f087414','convenor','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-7114-9a18-d7a6eacf52d0','01a22582-264e-7912-b24f-d3a72f087414','reporter','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-76f0-ac9e-b85e30e038bb','01a22582-264e-7912-b24f-d3a72f087414','reviewer','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-75e2-8ba6-af2a622001e3','01a22582-264e-7ace-9bbd-3e02e5a72a48','convenor','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-7e0a-9477-4a3c38cd2442','01a22582-264e-7ace-9bbd-3e02e5a72a48','reviewer','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-7ab2-908d-ceb8a8e3eb2d','01a22582-264e-785b-8479-f948ec3508b7','administrator','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-7d6d-910c-25a658198272','01a22582-264e-785b-8479-f948ec3508b7','reporter','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-7f27-9a2a-c8ebe7196de2','01a22582-264e-785b-8479-f948ec3508b7','reviewer','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-74b7-bb49-d7896b872bab','01a22582-264e-7ceb-9e2a-866a781eb897','administrator','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-7abe-9118-0fb529a6db2a','01a22582-264e-7ceb-9e2a-866a781eb897','delegate','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-71db-8ff8-606fae44895a','01a22582-264e-7ceb-9e2a-866a781eb897','reporter','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-7231-8104-82c903baf8cc','01a22582-264e-7b89-99f2-b4b63ffacaa9','reviewer','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-7989-ae28-100bf4c8cfa5','01a22582-264e-7b89-99f2-b4b63ffacaa9','executive','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-7e7d-932c-9501a1b37f22','01a22582-264e-7290-b32b-e03cb85a59e5','administrator','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-71bc-84dc-1c949f3c1b59','01a22582-264e-7290-b32b-e03cb85a59e5','delegate','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-7597-a489-a44075703491','01a22582-264e-7290-b32b-e03cb85a59e5','reporter','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-7701-9a09-b64968aaacda','01a22582-264e-7c74-9d8f-3dafaad0e988','reviewer','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-725d-a396-a9b074a53251','01a22582-264e-7064-9869-ab41d04a00f3','administrator','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-767f-8e2b-4dee96e87eca','01a22582-264e-7064-9869-ab41d04a00f3','reporter','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-7a11-ade3-10b07d02574f','01a22582-264e-7064-9869-ab41d04a00f3','counsel','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-7fb3-9f8e-870863076c14','01a22582-264e-7b76-aa04-1f37d78a66ca','reviewer','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-7936-b1a9-a979b19c35a2','01a22582-264e-7b76-aa04-1f37d78a66ca','rights_lead','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-7651-a4c2-b1a1f966b6ea','01a22582-264e-76e0-98d1-ecb346fe7207','administrator','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-7f42-aa24-8ea77d29da05','01a22582-264e-76e0-98d1-ecb346fe7207','reporter','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-78cf-bd33-263e6768f38b','01a22582-264e-76e0-98d1-ecb346fe7207','reviewer','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-7d7b-a193-dca2aad2e8b2','01a22582-264e-76e0-98d1-ecb346fe7207','counsel','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-7fa5-92d4-6bf2d3c1d1a9','01a22582-264e-7afb-a387-556df8be34f7','reporter','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-70d4-891e-7ca4c62e8cb2','01a22582-264e-763d-9037-c7521f5dd0ee','reviewer','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-784d-9108-06e5cec38d19','01a22582-264e-763d-9037-c7521f5dd0ee','delegate','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-7753-bebe-ae0a01461b1f','01a22582-264e-7330-a49c-269401a6de65','administrator','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-769b-8aff-b2576315d952','01a22582-264e-7330-a49c-269401a6de65','observer','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-7832-b478-21fcb5e53f19','01a22582-264e-7e37-8923-9893d7feb743','administrator','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-7b2c-bb4c-54439716d45c','01a22582-264e-7e37-8923-9893d7feb743','reporter','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-7c0f-a110-92c012947e74','01a22582-264e-7e37-8923-9893d7feb743','delegate','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-7306-aa3e-6a2843211d71','01a22582-264e-7d3b-8e3f-7d31560cff20','administrator','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-7017-835f-2a70fba7e8c0','01a22582-264e-7d3b-8e3f-7d31560cff20','analyst','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-7e74-8c0f-2c515481ceab','01a22582-264e-7d3b-8e3f-7d31560cff20','reporter','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
INSERT INTO mandate VALUES('01a22582-264e-783f-a95c-fe47a8d3e942','01a22582-264e-79a0-aaeb-db9a7f3d0cf8','reviewer','2026-11-29 04:13:36.205235',NULL,NULL,1,NULL);
CREATE TABLE invitation (
    id TEXT NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    email TEXT NOT NULL,
    roles TEXT NOT NULL,
    invited_by TEXT,
    by_convenor BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    accepted_by TEXT
);
CREATE TABLE session (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    device TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    seen_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
CREATE TABLE refresh_token (
    token_hash TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES session (id),
    issued_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);
CREATE TABLE signing_key (
    kid TEXT NOT NULL PRIMARY KEY,
    created_at TIMESTAMP NOT NULL,
    retired_at TIMESTAMP
);
CREATE TABLE sign_in_delay (
    key TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    failed_at TIMESTAMP NOT NULL
);
CREATE TABLE coalition_group (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    purpose TEXT NOT NULL,
    confidential_roster BOOLEAN NOT NULL,
    epoch INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL
);
INSERT INTO coalition_group VALUES('01a22582-264f-726e-8cd6-445dd521b9f8','shutdown-response','Shutdown response','Who does what in the first hours of a shutdown.',0,1,'2026-11-29 04:13:36.205235');
INSERT INTO coalition_group VALUES('01a22582-264f-7738-ba0c-a509c40d3245','safety-of-defenders','Safety of defenders','People at risk, and how to reach them. Who belongs to it is told to nobody else.',1,1,'2026-11-29 04:13:36.205235');
CREATE TABLE group_member (
    id TEXT NOT NULL PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES coalition_group (id),
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    from_epoch INTEGER NOT NULL,
    joined_at TIMESTAMP NOT NULL,
    left_at TIMESTAMP
);
INSERT INTO group_member VALUES('01a22582-264f-7f6a-93c6-3d298560d035','01a22582-264f-726e-8cd6-445dd521b9f8','01a22582-264e-7ab6-a3c5-6ea3f9af113a',1,'2026-11-29 04:13:36.205235',NULL);
INSERT INTO group_member VALUES('01a22582-264f-7d87-ae5c-0c173c097a96','01a22582-264f-726e-8cd6-445dd521b9f8','01a22582-264e-7524-939f-8b6f52f3183a',1,'2026-11-29 04:13:36.205235',NULL);
INSERT INTO group_member VALUES('01a22582-264f-7887-9254-e2f07f298860','01a22582-264f-726e-8cd6-445dd521b9f8','01a22582-264e-7578-971f-7862cbb26d60',1,'2026-11-29 04:13:36.205235',NULL);
INSERT INTO group_member VALUES('01a22582-264f-7532-8318-1717d8cb1914','01a22582-264f-726e-8cd6-445dd521b9f8','01a22582-264e-781c-aaf5-f30f23ffdf40',1,'2026-11-29 04:13:36.205235',NULL);
INSERT INTO group_member VALUES('01a22582-264f-7a8a-8f07-e612a412fa82','01a22582-264f-7738-ba0c-a509c40d3245','01a22582-264e-7a16-ac5f-855a8d4214ba',1,'2026-11-29 04:13:36.205235',NULL);
INSERT INTO group_member VALUES('01a22582-264f-763a-8ed4-4e2a49f57389','01a22582-264f-7738-ba0c-a509c40d3245','01a22582-264e-7524-939f-8b6f52f3183a',1,'2026-11-29 04:13:36.205235',NULL);
INSERT INTO group_member VALUES('01a22582-264f-7dc8-b6db-5a492073de1e','01a22582-264f-7738-ba0c-a509c40d3245','01a22582-264e-7ee3-a9d9-58ebd30baef7',1,'2026-11-29 04:13:36.205235',NULL);
CREATE TABLE readable (
    id TEXT NOT NULL PRIMARY KEY,
    family TEXT NOT NULL,
    rank INTEGER NOT NULL,
    live BOOLEAN NOT NULL
);
INSERT INTO readable VALUES('01a22582-3230-787d-abda-a0fa2df5ae50','01a22582-31e7-70d7-8e65-c903a86f72ec',1,1);
INSERT INTO readable VALUES('01a22582-3239-7378-b2a6-40f6a2f3a5d5','01a22582-31e7-70d7-8e65-c903a86f72ec',2,1);
INSERT INTO readable VALUES('01a22582-3261-7bfa-8248-d4b1563ba029','01a22582-31e7-70d7-8e65-c903a86f72ec',0,0);
INSERT INTO readable VALUES('01a22582-3316-7afc-b27d-763310d9421f','01a22582-3316-7afc-b27d-763310d9421f',0,1);
INSERT INTO readable VALUES('01a22582-343e-7728-9620-4f2225413434','01a22582-343e-7728-9620-4f2225413434',0,0);
INSERT INTO readable VALUES('01a22582-3449-70f9-bfc8-d1e2259b9797','01a22582-3449-70f9-bfc8-d1e2259b9797',0,1);
INSERT INTO readable VALUES('01a22582-34cb-774c-b1e1-75694cbfaecc','01a22582-34cb-774c-b1e1-75694cbfaecc',0,0);
INSERT INTO readable VALUES('01a22582-34d2-73fc-91df-af0d2720a1c4','01a22582-34d2-73fc-91df-af0d2720a1c4',0,1);
INSERT INTO readable VALUES('01a22582-34f3-7a3f-9431-4e2ab38ad691','01a22582-34f3-7a3f-9431-4e2ab38ad691',0,0);
INSERT INTO readable VALUES('01a22582-3522-7c5a-984d-630ccf02165e','01a22582-3522-7c5a-984d-630ccf02165e',0,1);
INSERT INTO readable VALUES('01a22582-3534-7e81-9f1f-1e8b6fa066ca','01a22582-3534-7e81-9f1f-1e8b6fa066ca',0,0);
INSERT INTO readable VALUES('01a22582-353f-7fdc-ae82-1e57b2950892','01a22582-3239-7378-b2a6-40f6a2f3a5d5',0,1);
INSERT INTO readable VALUES('01a22582-3593-786d-a680-c47e0ef22439','01a22582-3239-7378-b2a6-40f6a2f3a5d5',0,0);
CREATE TABLE readable_token (
    readable_id TEXT NOT NULL REFERENCES readable (id),
    token TEXT NOT NULL,
    PRIMARY KEY (readable_id, token)
);
INSERT INTO readable_token VALUES('01a22582-3230-787d-abda-a0fa2df5ae50','coalition');
INSERT INTO readable_token VALUES('01a22582-3239-7378-b2a6-40f6a2f3a5d5','public');
INSERT INTO readable_token VALUES('01a22582-3261-7bfa-8248-d4b1563ba029','sector:government');
INSERT INTO readable_token VALUES('01a22582-3316-7afc-b27d-763310d9421f','coalition');
INSERT INTO readable_token VALUES('01a22582-343e-7728-9620-4f2225413434','coalition');
INSERT INTO readable_token VALUES('01a22582-3449-70f9-bfc8-d1e2259b9797','coalition');
INSERT INTO readable_token VALUES('01a22582-34cb-774c-b1e1-75694cbfaecc','coalition');
INSERT INTO readable_token VALUES('01a22582-34d2-73fc-91df-af0d2720a1c4','coalition');
INSERT INTO readable_token VALUES('01a22582-34d2-73fc-91df-af0d2720a1c4','org:01a22582-264e-7524-939f-8b6f52f3183a');
INSERT INTO readable_token VALUES('01a22582-34d2-73fc-91df-af0d2720a1c4','org:01a22582-264e-7ab6-a3c5-6ea3f9af113a');
INSERT INTO readable_token VALUES('01a22582-34f3-7a3f-9431-4e2ab38ad691','coalition');
INSERT INTO readable_token VALUES('01a22582-34f3-7a3f-9431-4e2ab38ad691','org:01a22582-264e-7524-939f-8b6f52f3183a');
INSERT INTO readable_token VALUES('01a22582-34f3-7a3f-9431-4e2ab38ad691','org:01a22582-264e-7ab6-a3c5-6ea3f9af113a');
INSERT INTO readable_token VALUES('01a22582-3522-7c5a-984d-630ccf02165e','coalition');
INSERT INTO readable_token VALUES('01a22582-3522-7c5a-984d-630ccf02165e','org:01a22582-264e-7524-939f-8b6f52f3183a');
INSERT INTO readable_token VALUES('01a22582-3522-7c5a-984d-630ccf02165e','org:01a22582-264e-7ab6-a3c5-6ea3f9af113a');
INSERT INTO readable_token VALUES('01a22582-3534-7e81-9f1f-1e8b6fa066ca','coalition');
INSERT INTO readable_token VALUES('01a22582-3534-7e81-9f1f-1e8b6fa066ca','org:01a22582-264e-7524-939f-8b6f52f3183a');
INSERT INTO readable_token VALUES('01a22582-3534-7e81-9f1f-1e8b6fa066ca','org:01a22582-264e-7ab6-a3c5-6ea3f9af113a');
INSERT INTO readable_token VALUES('01a22582-353f-7fdc-ae82-1e57b2950892','public');
INSERT INTO readable_token VALUES('01a22582-3593-786d-a680-c47e0ef22439','public');
CREATE TABLE readable_except (
    readable_id TEXT NOT NULL REFERENCES readable (id),
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    PRIMARY KEY (readable_id, organisation_id)
);
CREATE TABLE organisation_key (
    organisation_id TEXT NOT NULL PRIMARY KEY REFERENCES organisation (id),
    wrapped BYTEA NOT NULL,
    created_at TIMESTAMP NOT NULL
);
INSERT INTO organisation_key VALUES('01a22582-264e-7963-9ae0-f2b329830db2',X'85eac302ffc6ebdeb87955f5287bca3437f3f290215f60a15e52220056ba4448d8560481f949fb5118cba16fc5f8767745fb3d397a450efccdddfd2738784a5729d37aa92331b2a1','2026-11-29 04:13:36.229328');
INSERT INTO organisation_key VALUES('01a22582-264e-7524-939f-8b6f52f3183a',X'3ffebd1edd7d0450d2b74634663e3b6745bc2ab6179a6b64ef4cab5179b4d8bd054560ead5b5f040187ee8574dad8b83f18b0e1df0686ba6a83209668d54b24ed951782dd804ab8a','2026-11-29 04:13:36.932842');
INSERT INTO organisation_key VALUES('01a22582-264e-781c-aaf5-f30f23ffdf40',X'8ae060cc3ca3c9c151e7d9ac2da24727f0718c9eb3c49c7cbee2fc90f2d9f0870f820234fa126a6b3c3de0a8e78e569b692b6603e31d4075b98564e46b4f034760d4522233407c45','2026-11-29 04:13:36.951021');
INSERT INTO organisation_key VALUES('01a22582-264e-7578-971f-7862cbb26d60',X'd1f6e98c4b2072e5b81e0457612f365fb32ee3589b8915e616654ece80481a2cf17d55502fee880e10179f024572f14bd134f9313ea7cbb378779fcddce984accbb6170626eb9fc0','2026-11-29 04:13:36.996316');
INSERT INTO organisation_key VALUES('01a22582-264e-7ab6-a3c5-6ea3f9af113a',X'27223cf9a2a37842912c1b83a32f4fd50b268623f72c52f40805d48cb50d32b42c0d42b6c2398bbcf065c05b1cb8a9f2e6523c777d83d594b43f31e8ec9f0409af7b6109f9b1ae4e','2026-11-29 04:13:37.004345');
INSERT INTO organisation_key VALUES('01a22582-264e-7a16-ac5f-855a8d4214ba',X'e3732ca88aee14484234268cdf34657b3d01e3205aae4d0ac83d0ba0af37996850c541c1d80f72e8a838160f271bb1de193d8826191a72a13da9ae514ab4e3ef2fe38bae61ca1a32','2026-11-29 04:13:37.152132');
CREATE TABLE sealed_key (
    subject TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    wrapped BYTEA NOT NULL,
    created_at TIMESTAMP NOT NULL
);
INSERT INTO sealed_key VALUES('01a22582-31e7-70d7-8e65-c903a86f72ec','01a22582-264e-7524-939f-8b6f52f3183a',X'c129ce85001f1e8435eee06895180488b7fb149debcc94b9c8f034cef34f076aaa0b84aacdacc7612431487db22147d4e1206e4dda82bdeacabb67c530973c4ebe1b333a6d0414b3','2026-11-29 04:13:39.175274');
INSERT INTO sealed_key VALUES('01a22582-3319-77ca-8a82-7c8eca2f7bbb','01a22582-264e-7ab6-a3c5-6ea3f9af113a',X'e764c771fcf67463fa3a560f2910f1e9d67d739c6ff56de6f74f8c1ff73f2366a94a63abe873d19028987520182ec36c8aa59364eb6084097be00d19c1be807377e737cb2bf64bb8','2026-11-29 04:13:39.481240');
INSERT INTO sealed_key VALUES('01a22582-331b-76f5-ae7c-ec41508df479','01a22582-264e-7ab6-a3c5-6ea3f9af113a',X'65ad7f8ae6b13f564b4caca20bea787928a214f3a24f7b157a6d988953b43fff993cd268b67ac5bbff1a9d3a8846206f9a36c188bcc06d3033414897da00bc1ed4c55648adaa84e8','2026-11-29 04:13:39.483509');
INSERT INTO sealed_key VALUES('01a22582-3406-79e0-9f5b-d70317f159bc','01a22582-264e-7ab6-a3c5-6ea3f9af113a',X'70ae339b876e8f06aebbd5b30786597bb248a8d4b1bbc7895569bb52e6f21033a6cb73932b573f2023726d057c18a0a198c623ae05510f359c392f32f8dbdb1b5d5ff9291f4578b7','2026-11-29 04:13:39.717995');
INSERT INTO sealed_key VALUES('01a22582-3450-7dc1-b306-756530bf19ee','01a22582-264e-7ab6-a3c5-6ea3f9af113a',X'2018a9401e7ac40c2941185fb608b9fe07d50d83c73d10302d2d2a19b5ae6fdb2c231b3904843718d17c2d0f6faf6f4a1b8fffb315223697a746cc0ee12e401eaa58759aef03cb8e','2026-11-29 04:13:39.792671');
INSERT INTO sealed_key VALUES('01a22582-3484-7739-bfc0-654fc5598abe','01a22582-264e-7ab6-a3c5-6ea3f9af113a',X'59bf1037d37e7ced1c2647542a9b94bb85cd214a0915180ea26923f1082524fcd6b4779e2967de904183e9b09591ce238d2c0e4ac4588b711e4de9786b42f7c85e2f49a50ec1d05a','2026-11-29 04:13:39.844360');
INSERT INTO sealed_key VALUES('01a22582-34ae-7d38-a47f-68286d125a11','01a22582-264e-7ab6-a3c5-6ea3f9af113a',X'8fdc0ffaf8e842453f73b1d4a2b0639197f16329f95381a4c4118ad0dbea170bfd6a4d4a812e0fd56648e248ff6a2e833893edbff731bebb228db841e4cde076c99bf160a77a17e4','2026-11-29 04:13:39.886081');
INSERT INTO sealed_key VALUES('01a22582-34d6-77e2-979b-215d6280d617','01a22582-264e-7ab6-a3c5-6ea3f9af113a',X'7aeb44c5b1c9f1fadcfdfb04ad6ea87d617dfd937510285dfd0774c3ccb6b6c674de2a5e05f0446e639fe86c5f7117f8bf9cdeda604775531f467c4b0c2491340d75c202e265f1d9','2026-11-29 04:13:39.925886');
INSERT INTO sealed_key VALUES('01a22582-34da-7149-a709-44eef18acf37','01a22582-264e-7ab6-a3c5-6ea3f9af113a',X'1d1a5c10160a05a399ae48092ec14fef50b4e34d25a3bea979704dbc679368229b26c7f13168aa8c505ccccffbaa1f0706d3e84b45dff589a139e3e0c42a8fd0747a4b8629cc9367','2026-11-29 04:13:39.929821');
INSERT INTO sealed_key VALUES('01a22582-34e0-7cac-b960-17ab72aad908','01a22582-264e-7ab6-a3c5-6ea3f9af113a',X'3cd80ff17ab37793d7add831dc0a0f7bf917863a28df2fc302207c1ab4457fa61893a88a935fe1ac706b38367b3c100ed11c735d90eb072604e54511c43049d410a11ebdf64d5cf6','2026-11-29 04:13:39.935361');
INSERT INTO sealed_key VALUES('01a22582-3525-742b-b068-296d3fe28924','01a22582-264e-7524-939f-8b6f52f3183a',X'ed70b7bbea024158dffb0607829e634a7b1ee5ec3cde3d9abd134d389dbcea12f27a3f6b542d3b58f5284386707f6cceb7d7bae6dfe0a19540558a0aef466b0312ea75777b84191a','2026-11-29 04:13:40.005733');
INSERT INTO sealed_key VALUES('01a22582-3528-78bc-acae-21fd2496ff5d','01a22582-264e-7524-939f-8b6f52f3183a',X'd3e7d53e247c6bcfbbdc86bb324209a22fa3d12f755434a3b98a0ea3e3186f9ef583a83aebeab348cb1de07fea59acd6053a29419df080b8c8cf8e80638c315da8555a1b8e97c803','2026-11-29 04:13:40.008196');
INSERT INTO sealed_key VALUES('01a22582-352f-7403-b20a-160f0d8c597a','01a22582-264e-7524-939f-8b6f52f3183a',X'85ed89cace38fc232e100a70a5da0773cefb757b6e18cea3cdde074de652f5d68c17df55cacce014a71f5fe69b506d07bce3ba897276d5bbff77996333a0d6f49583360e62a32f7a','2026-11-29 04:13:40.015052');
INSERT INTO sealed_key VALUES('01a22582-353f-7fdc-ae82-1e57b2950892','01a22582-264e-7524-939f-8b6f52f3183a',X'bf39f9bc8c692cc99d2df32310f6a37da50ce845da1a835844f000a8a4ddd488db5440a1600a0970087df7ca1f7fa11f16c71ec29c2bcdd285414f33f6d47b3d93c7d82f29616dab','2026-11-29 04:13:40.031286');
INSERT INTO sealed_key VALUES('01a22582-354c-7ed4-bb80-b8246f6f4584','01a22582-264e-7524-939f-8b6f52f3183a',X'e3f0cb2e5057ed721364b9aab081220d123709e8cac5ed6d3e8821722ad7c1b3b48f4722fc0f60dfa9ed6ed699557a1c6cb0bd65e2027230d02a87556e21e1bef0020befcc7b8b8a','2026-11-29 04:13:40.043690');
INSERT INTO sealed_key VALUES('01a22582-3551-78c7-bc42-1a7a2bfb7cf8','01a22582-264e-7524-939f-8b6f52f3183a',X'4a7bb323d9bd0f9d5ea9666df25738cee3a9e73fb91786f2ccebc0c9a591508dd6174be1ad06ce79250cfc8952dbefd4acf980c24dfdfc556f7a2cfe974dfd0f1fdd68ada7e94d2b','2026-11-29 04:13:40.049153');
INSERT INTO sealed_key VALUES('01a22582-355c-7853-b3cb-83f4e7abbac7','01a22582-264e-7524-939f-8b6f52f3183a',X'25aaa6b2ddb5d553b5f90bc45eb8ddfb0415f7cba3fa248db9c1d725a657bc496268b41638cdef2b28a0b52fdf07be14f3584423d676b2d08921a6fd04205a367fb707e1177f2987','2026-11-29 04:13:40.059980');
INSERT INTO sealed_key VALUES('01a22582-3593-786d-a680-c47e0ef22439','01a22582-264e-7524-939f-8b6f52f3183a',X'c17bf4040f019b182c1bfc5e6860f0b1c07eb03334b97af344fc1aea931a2cf94f3c7b8f16876bd4fca6c923fff1e195f3d160f241fd020969081657b2d8aa7dc0f30d3537118ddc','2026-11-29 04:13:40.115492');
INSERT INTO sealed_key VALUES('01a22582-359a-7737-a2f4-231478ccf2d7','01a22582-264e-7524-939f-8b6f52f3183a',X'3bc8db1bfb9f169a2f06ed44138938e600203d5623e1dcd02cedbdc1af4ece96855a6af3f392e3b520ce6630dec5397de533f1967b5a9db682daff2eb88e36411811565dc203ded6','2026-11-29 04:13:40.122271');
INSERT INTO sealed_key VALUES('01a22582-359e-7588-ba6d-f3c4f4dae993','01a22582-264e-7524-939f-8b6f52f3183a',X'92e6e8cca63d4e25ec4503175a5b7185ac54b828a8be674e74419dcad9255d3493177cd53e778977a4abdd7f510581219a7af4c2238f06e2527b17a937391fc7538504a240b9dae9','2026-11-29 04:13:40.126298');
INSERT INTO sealed_key VALUES('01a22582-35a0-7fe6-b37e-a77b5d060776','01a22582-264e-7524-939f-8b6f52f3183a',X'56b906b0a41502be09d79d5e16e2ede8ebb60ebc35955fca6891c1167deed29696f34eb017949d1aeac0d05da632616bc1898d98019aa6e9692dbbb8f82b6c0b314e5f21fa7c45fb','2026-11-29 04:13:40.128406');
CREATE TABLE sealed_text (
    subject TEXT NOT NULL REFERENCES sealed_key (subject),
    kind TEXT NOT NULL,
    revision INTEGER NOT NULL,
    sealed BYTEA NOT NULL,
    commitment TEXT NOT NULL,
    author_id TEXT,
    at TIMESTAMP NOT NULL,
    PRIMARY KEY (subject, kind, revision)
);
INSERT INTO sealed_text VALUES('01a22582-31e7-70d7-8e65-c903a86f72ec','original',1,X'0b4156759f169b995454d9576ad5bf2286b51366254adc19b9f946038df10033a8fd0bd6a8f40f7604372af33eb158257b4869da5bf1eedf5ef2b271010ee4605d8a5944762f2b9593a379b9113aa290c6bd27f26fa296a2b21a9db8c3f1e030caecec986624951d0552a1a7365c63729558d766df8238b41934377f0ad90041ade1eedd5b992126314d5a0835d71f649e2a724ac27b3b4cb99940b0413e6770e326931d','e2debc93bd3ef7832d5e6d30ce6bdb4ef1b42032d989e2d7047f8d12562485aa','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:39.175274');
INSERT INTO sealed_text VALUES('01a22582-3319-77ca-8a82-7c8eca2f7bbb','note',1,X'5b181c9dee58e799c9f75ce6659f4fdabea418ce45d84ce5cab837607510c42722f7c6645c3b1c8d926f8e3875c158dbebf2ade7a34fc9ff','98b892a5af9833686faef832a82d3b40473f56bfb29f4391f75bf088a2ef7175','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.481240');
INSERT INTO sealed_text VALUES('01a22582-331b-76f5-ae7c-ec41508df479','note',1,X'3176045811a5e0d1350cdfdbd871a5e3bbb81ce07584be6409808bad6b14954d03d7fa69b0f00920f6fea9b71f41eea8d0bf234d271b7efd','06c68a2e3eb077964d19db7f7909208b2c68a438d18de84aec2896ecc381a60c','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.483509');
INSERT INTO sealed_text VALUES('01a22582-3406-79e0-9f5b-d70317f159bc','note',1,X'174cb583c4fc0d9031c400bb609ab2632841ca4b1beed5bb2ade0dc822c6fde512b461dc0359357429a497ed77b9f1a1d52e37894118582b2e','989048438bd8074985e05e0d0aa0d5c3fc4d423f692b92522efa484b6d472f24','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.717995');
INSERT INTO sealed_text VALUES('01a22582-3450-7dc1-b306-756530bf19ee','note',1,X'aa2ad84ebcb0448d8a917e898bd4cf5b7b880172dac55a36a1c50fb349e54927a546d18e299ae92c461dce2d499414b70cd06df646a445672c5bd5725d4087','fa95b35463fc7c6e4acc661fee0e69cef2ba2576609331ee81821e8b6d5f8086','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.792671');
INSERT INTO sealed_text VALUES('01a22582-3484-7739-bfc0-654fc5598abe','note',1,X'd6fcc5a8652fce372bc754b4cb0e8d7b7cdef981f222c2990861381bbacc39aadab770b69fb76cc5ba43585a81c1d323cd6ae2bde51baaa3cf9d68eb5624dc','e798dc00561b6adfd3305ff6cafba548c936fa77eecf3da909365f1f95b493cc','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.844360');
INSERT INTO sealed_text VALUES('01a22582-34ae-7d38-a47f-68286d125a11','note',1,X'276b0b5f74352de73d69f5bf4e401b589f1648ff9566cc48a670ceb525373027abd05305bd643569ad871840877c34ce7e56fbe702fd6231c0dd2740214765ab','533de9d9737f1c53fff6bb9464c130b8c96914e8078f7541a4fbc8baad5d87bd','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.886081');
INSERT INTO sealed_text VALUES('01a22582-34d6-77e2-979b-215d6280d617','words',1,X'0fc1af21fa7d1ed1630d75cbcc3999b92a1eabcae1adf22fde32d0acb55246732b014cc0c233b5329038bf51cc33e1c49b08d86832f8d3d2f8b01b','900e449783f91b2dc1fbd985ccd982257e917bb0b970550e08f426bd4d57b7ac','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.925886');
INSERT INTO sealed_text VALUES('01a22582-34da-7149-a709-44eef18acf37','words',1,X'740b7a5cc7d48eccfd70550e3df11faf4aea93e975b1926d3bfb41654a53f25283b63152ba660b769e8d7db613e06003d2466d8a636dc22297fc60','7548cc8efb29c96ecb65687814a3815bd45478a1f2bb4dd944baa9a15edd0c03','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.929821');
INSERT INTO sealed_text VALUES('01a22582-34e0-7cac-b960-17ab72aad908','words',1,X'5c4db90914597808a6db58573bc0d58f624f64256410b7ac56e15433fd950ba2f1d8bd1bfb07acb1744632d6b43ccd86ca864f44d07636e5492e5929','021707f0d99987035decb875970d23dd4198c60e945c96b27135c1cb41cab65e','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.935361');
INSERT INTO sealed_text VALUES('01a22582-3525-742b-b068-296d3fe28924','words',1,X'99c29fee9939a80bfc9d6971bc7fd6880c64c24752fdc87a6ce100dd1dbec9330fd7cb5992c969b7b645fdc135a8b7d7ecc8e2f463e9e951cff838','151b340b93af56375d75e3d427ede29fe1e36795be1730aaa8aed1a8192aa472','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.005733');
INSERT INTO sealed_text VALUES('01a22582-3528-78bc-acae-21fd2496ff5d','words',1,X'124925befd5208cea0ca6084e1875d2b462c0f92df1ab771117c4850f28dc23fb0ca2ff08fd864981d0219b1b9b8dcef28cd4ad091d3e4dc2d6f33','51216afe9bbed684cbb1c99c5f9fea1e601d15def375e731d0f98bd01bd81ae0','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.008196');
INSERT INTO sealed_text VALUES('01a22582-352f-7403-b20a-160f0d8c597a','words',1,X'504e8bbcf119fb02e1b802167979decd53339f2cc9e67554452b71aa2ce7773f63165b6316dbbc3c78b5f5376306a5f26a5e3c871a6d724ac9bb101b','e8e81b745f5015d9402465eeac3e0fb28766631a529875a670a4748e4430c698','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.015052');
INSERT INTO sealed_text VALUES('01a22582-353f-7fdc-ae82-1e57b2950892','translation',1,X'a1a7c2171edbfb29d00ab0eca4eea975e3c430c1810eadd2b0276fa124627a4aede507d32d0cff6069c9b37504c130ebddb72ea4c305323ac2bc1502ee0862e1311238cc81c1b315a23f99bf6e8cd2f64cd43bea105111d37f47fd84ff49ebc8f06e1e91cbd9a18230efdc0a2f5652','f352fa5c5e07ec783f48229f4d8d9e973b97a7f18381e80fddc6b723ead56208','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.031286');
INSERT INTO sealed_text VALUES('01a22582-354c-7ed4-bb80-b8246f6f4584','translation',1,X'767e1643af03750eecdaae1a6e7038676d0cb0f9e7178c84ca043baeeaff164a7667ae5b54d172bbca1f8f7147ae58857481b0e5a3d6509d75ddceec8df7ad25f54805e4f7f8f4803976f4c2867bef2114cf1ce9aee53829486e5271e77e59e6bf187c7465317bd9584cadcbec18e4cea891c9','48ecadbafddf8034e694b39eb3b1e363679c4441f2ad4a02aa29e88b321f85ac','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.043690');
INSERT INTO sealed_text VALUES('01a22582-3551-78c7-bc42-1a7a2bfb7cf8','translation',1,X'2132ce70a36f1be3d04da3f78fe8ffb75777a3442831af967cbe1c6f04a97ade9628247c46520b445e8d0ae8ec32c3f9661628f93e5ff399eee8ab21412f6145f8c9714a6f3df5ddfddc6df16a817b7000c53e9720215cd4820451e376cf8ecf1621259036a181d598a2381ebbc3819725b7c0','a8da6758f6285e576593e1865b930e2c1ed930b881d4a7ce722ff96514784999','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.049153');
INSERT INTO sealed_text VALUES('01a22582-355c-7853-b3cb-83f4e7abbac7','translation',1,X'd7a5ddfcfe094f94a5c3b218c991de1fea154f7d2fe3e8a763b5afdcc31f575ae2ebc640d73bebd25433fb4bc6d95d54863cadc26a2fa3f6eb0d52af6803a20516f91d0eabf07195e01b427e9a2f37e5348d7cbde1f2b37a92791ee5ddfe589e872cf1d52dd279e3a180083638dd1e57649e1f2a','b64ccc992f7a6c9478d368f0a64a9be59e49fbe1984bead39b0f49227e542816','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.059980');
INSERT INTO sealed_text VALUES('01a22582-3593-786d-a680-c47e0ef22439','translation',1,X'b54d2fcb96f5ed6bfa41401ce928325d1066f069796e0b500b1814688c1a2265b219f42619f2ac416973eff1ae6e02857839eabf0c24b628106787c1c183bbe7a6bb8429ee8581c00735aa4519347e5c29f2dfa79b09448c91d5fa2d70127eba7a569e06b3dea8a74588771513162b161872f781','a975dd1d477e330d8e1afffe35cec6818264a15cf67dca18e70fe6ac0c60ead0','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.115492');
INSERT INTO sealed_text VALUES('01a22582-359a-7737-a2f4-231478ccf2d7','words',1,X'9544a540808d39564547bb7fa077e3da1a09f174eaa2a3c056c47bf869fe80274c4b1ac75241e74b4e7f9fb11d7cc8d931c3e540','014b4909330d3141dcf99cfa1b22cdc9e126bc09c12211a82acc2b64bdf8f0a8','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.122271');
INSERT INTO sealed_text VALUES('01a22582-359a-7737-a2f4-231478ccf2d7','handed',1,X'a6f1303b4e84e7c289c4aba44d304cd726fefffcedbd216179fe155fce628e8e2bc67c15cb54a5a5a8b76dd03fe9642344710611ba0c900e63d88c70fe06d516d829cdecaf2b127bed742136312a9d0806f21eee2625c839e76e03f8cccf52bc519fd0b2a0e215179aeb66de4c84acb715802c63cb5cdbdbe433b9b85c1adf702ffe0489a59ecbb91709bf240c2aa9afcec1358ef4f2b42bf43d76567348303b0d6bf29657b21f0f734eb241b61d067827f83a21','0ea6d755c590b6abfc0ff143f661fe9d1a220adb8706821babd9014f291445a8','01a22582-264e-763d-9037-c7521f5dd0ee','2026-11-29 04:13:40.124251');
INSERT INTO sealed_text VALUES('01a22582-359e-7588-ba6d-f3c4f4dae993','words',1,X'a415b85a47463c6100d655a7186d0ce298d5b5b85428589ce05fe364de25f92a0c6f307a8ae961ba8b4ec6ed9da9411be770479772020c','56ae1b0af7c4b03c515ce7c3fdb546c4d859ead0da81b1356a79ec01744f0bac','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.126298');
INSERT INTO sealed_text VALUES('01a22582-35a0-7fe6-b37e-a77b5d060776','words',1,X'2ead786b2999d0d0a27fbd071176c394bf5073d80bf813cfe133b02e03bc9a92a30eee010f8795b532f437a45fa474a39158296b1190f5','884bc9860e1b07caaad562c6541d0a48019acdad683d5ad7e03018e4af6a520e','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.128406');
CREATE TABLE incident (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    ordinal BIGINT NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL
);
INSERT INTO incident VALUES('01a22582-31e7-75b5-865c-24342660ab84','I-0R48B4',1124,'2026-11-29 04:13:39.175274');
CREATE TABLE report (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    incident_id TEXT NOT NULL REFERENCES incident (id),
    revision INTEGER NOT NULL,
    created_by TEXT,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    source_system TEXT,
    source_id TEXT,
    source_incident TEXT,
    source_hash TEXT, keep_until TIMESTAMP, erased_at TIMESTAMP,
    UNIQUE (organisation_id, source_system, source_id)
);
INSERT INTO report VALUES('01a22582-31e7-70d7-8e65-c903a86f72ec','R-HP6BBD','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-31e7-75b5-865c-24342660ab84',1,'01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:39.175274','2026-11-29 04:13:39.175274',NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE refiled (
    id TEXT NOT NULL PRIMARY KEY,
    report_id TEXT NOT NULL REFERENCES report (id),
    old_incident_id TEXT NOT NULL REFERENCES incident (id),
    at TIMESTAMP NOT NULL
);
CREATE TABLE rendition (
    id TEXT NOT NULL PRIMARY KEY REFERENCES readable (id),
    report_id TEXT NOT NULL REFERENCES report (id),
    audience_key TEXT NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    revision INTEGER NOT NULL,
    title TEXT NOT NULL,
    narrative TEXT NOT NULL,
    language TEXT NOT NULL,
    facts TEXT NOT NULL,
    redactions TEXT NOT NULL,
    hash TEXT NOT NULL,
    released_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    ended_reason TEXT
, evidence TEXT NOT NULL DEFAULT '[]');
INSERT INTO rendition VALUES('01a22582-3230-787d-abda-a0fa2df5ae50','01a22582-31e7-70d7-8e65-c903a86f72ec','coalition',1,'live',1,'Cut off since dawn','The lines of the north went quiet.','en','{"countries":["AQ"]}','[]','57366231843a911973c21ecd3ed729c00b8e01ebb9a999fd6b146c2e06d4a19b','2026-11-29 04:13:39.247683',NULL,NULL,'[]');
INSERT INTO rendition VALUES('01a22582-3239-7378-b2a6-40f6a2f3a5d5','01a22582-31e7-70d7-8e65-c903a86f72ec','public',1,'live',1,'Cut off since dawn','The lines of the north went quiet.','en','{"countries":["AQ"]}','[]','57366231843a911973c21ecd3ed729c00b8e01ebb9a999fd6b146c2e06d4a19b','2026-11-29 04:13:39.256692',NULL,NULL,'[]');
INSERT INTO rendition VALUES('01a22582-3261-7bfa-8248-d4b1563ba029','01a22582-31e7-70d7-8e65-c903a86f72ec','sector:government',1,'withdrawn',1,'Cut off since dawn','The lines of the north went quiet.','en','{"countries":["AQ"]}','[]','57366231843a911973c21ecd3ed729c00b8e01ebb9a999fd6b146c2e06d4a19b','2026-11-29 04:13:39.291954','2026-11-29 04:13:39.303724','A mistake','[]');
CREATE TABLE release (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    subject_kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    approvers_id TEXT NOT NULL REFERENCES organisation (id),
    state TEXT NOT NULL,
    tokens TEXT NOT NULL,
    except_organisations TEXT NOT NULL,
    revision INTEGER NOT NULL,
    commitment TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_at TIMESTAMP NOT NULL,
    claimed_by TEXT,
    claimed_at TIMESTAMP,
    decided_by TEXT,
    decided_at TIMESTAMP,
    comment TEXT NOT NULL,
    result_id TEXT
);
INSERT INTO "release" VALUES('01a22582-31eb-764c-9066-4b0aa5e0bcdd','L-AGDD2T','report','01a22582-31e7-70d7-8e65-c903a86f72ec','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','approved','coalition','',1,'e2debc93bd3ef7832d5e6d30ce6bdb4ef1b42032d989e2d7047f8d12562485aa','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:39.179056',NULL,NULL,'01a22582-264e-763d-9037-c7521f5dd0ee','2026-11-29 04:13:39.247683','','01a22582-3230-787d-abda-a0fa2df5ae50');
INSERT INTO "release" VALUES('01a22582-3236-7467-9243-ac4b9ad46553','L-SRSRKY','report','01a22582-31e7-70d7-8e65-c903a86f72ec','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','approved','public','',1,'e2debc93bd3ef7832d5e6d30ce6bdb4ef1b42032d989e2d7047f8d12562485aa','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:39.254655',NULL,NULL,'01a22582-264e-763d-9037-c7521f5dd0ee','2026-11-29 04:13:39.256692','','01a22582-3239-7378-b2a6-40f6a2f3a5d5');
INSERT INTO "release" VALUES('01a22582-323b-7ff9-a822-d327ca654d09','L-HWJBPJ','report','01a22582-31e7-70d7-8e65-c903a86f72ec','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','proposed','sector:media','',1,'e2debc93bd3ef7832d5e6d30ce6bdb4ef1b42032d989e2d7047f8d12562485aa','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:39.258974',NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO "release" VALUES('01a22582-323d-77b7-b8ed-e3157cc6f720','L-ZZGW3C','report','01a22582-31e7-70d7-8e65-c903a86f72ec','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','returned','sector:company org:01a22582-264e-7578-971f-7862cbb26d60','',1,'e2debc93bd3ef7832d5e6d30ce6bdb4ef1b42032d989e2d7047f8d12562485aa','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:39.261489',NULL,NULL,'01a22582-264e-763d-9037-c7521f5dd0ee','2026-11-29 04:13:39.263615','Say when.',NULL);
INSERT INTO "release" VALUES('01a22582-3246-7b31-a57e-0d570156b4cf','L-CYT9VH','report','01a22582-31e7-70d7-8e65-c903a86f72ec','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','cancelled','sector:academia','',1,'e2debc93bd3ef7832d5e6d30ce6bdb4ef1b42032d989e2d7047f8d12562485aa','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:39.270041',NULL,NULL,'01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:39.278331','',NULL);
INSERT INTO "release" VALUES('01a22582-3251-72aa-abba-65bf8df475d9','L-R80D1P','report','01a22582-31e7-70d7-8e65-c903a86f72ec','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','approved','sector:government','',1,'e2debc93bd3ef7832d5e6d30ce6bdb4ef1b42032d989e2d7047f8d12562485aa','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:39.280882',NULL,NULL,'01a22582-264e-763d-9037-c7521f5dd0ee','2026-11-29 04:13:39.291954','','01a22582-3261-7bfa-8248-d4b1563ba029');
INSERT INTO "release" VALUES('01a22582-3316-7458-8c1f-542cc3d531ae','L-KQKENJ','corroboration','01a22582-3316-7afc-b27d-763310d9421f','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','approved','coalition','',1,'f1bc6a0d23869434dcd08f6f73801719b6f04d2179baa346703fb2ad6ad93790','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.478249',NULL,NULL,'01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.478249','','01a22582-3316-7afc-b27d-763310d9421f');
INSERT INTO "release" VALUES('01a22582-3319-7cfc-a0d8-eea198124fd9','L-F35NXJ','corroboration','01a22582-3319-77ca-8a82-7c8eca2f7bbb','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','proposed','public','',1,'98b892a5af9833686faef832a82d3b40473f56bfb29f4391f75bf088a2ef7175','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.481240',NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO "release" VALUES('01a22582-331b-7352-8420-337dc79a0a46','L-JXQTZC','corroboration','01a22582-331b-76f5-ae7c-ec41508df479','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','returned','public','',1,'06c68a2e3eb077964d19db7f7909208b2c68a438d18de84aec2896ecc381a60c','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.483509',NULL,NULL,'01a22582-264e-7b89-99f2-b4b63ffacaa9','2026-11-29 04:13:39.694228','Say when.',NULL);
INSERT INTO "release" VALUES('01a22582-3406-7030-9882-4ea0457fb79d','L-JW5WBZ','corroboration','01a22582-3406-79e0-9f5b-d70317f159bc','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','cancelled','public','',1,'989048438bd8074985e05e0d0aa0d5c3fc4d423f692b92522efa484b6d472f24','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.717995',NULL,NULL,'01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.741727','',NULL);
INSERT INTO "release" VALUES('01a22582-343f-7a3f-87cc-7a66a52f83ef','L-EXNYF0','corroboration','01a22582-343e-7728-9620-4f2225413434','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','approved','coalition','',1,'83c0fbfc9ec96f2bfccf665d5ed7e5b02c25ca6288c85619dd4e67caba6573e4','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.774729',NULL,NULL,'01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.774729','','01a22582-343e-7728-9620-4f2225413434');
INSERT INTO "release" VALUES('01a22582-3449-76dd-a98c-ca87182b18ce','L-DTPSFC','corroboration','01a22582-3449-70f9-bfc8-d1e2259b9797','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','approved','coalition','',1,'0c06861e84dc7b8f2e4fbfa7666a1f4ef494885e3850a36eb461d21e4ad9e528','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.784997',NULL,NULL,'01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.784997','','01a22582-3449-70f9-bfc8-d1e2259b9797');
INSERT INTO "release" VALUES('01a22582-3451-7029-8f3c-d95e97ee45ed','L-PRJAGT','corroboration','01a22582-3450-7dc1-b306-756530bf19ee','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','proposed','public','',1,'fa95b35463fc7c6e4acc661fee0e69cef2ba2576609331ee81821e8b6d5f8086','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.792671',NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO "release" VALUES('01a22582-3484-763e-9acb-e3ae6e715d03','L-MGP24D','corroboration','01a22582-3484-7739-bfc0-654fc5598abe','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','returned','public','',1,'e798dc00561b6adfd3305ff6cafba548c936fa77eecf3da909365f1f95b493cc','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.844360',NULL,NULL,'01a22582-264e-7b89-99f2-b4b63ffacaa9','2026-11-29 04:13:39.880269','Say when.',NULL);
INSERT INTO "release" VALUES('01a22582-34ae-7af7-a68c-f1b4f9a1e9d1','L-3ZJ1C2','corroboration','01a22582-34ae-7d38-a47f-68286d125a11','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','cancelled','public','',1,'533de9d9737f1c53fff6bb9464c130b8c96914e8078f7541a4fbc8baad5d87bd','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.886081',NULL,NULL,'01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.904499','',NULL);
INSERT INTO "release" VALUES('01a22582-34cb-74e3-ba7e-451718f1b8f9','L-5B485Q','corroboration','01a22582-34cb-774c-b1e1-75694cbfaecc','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','approved','coalition','',1,'f0b59010ed64717ed81001f0a662b924eff6c1bf3902689cd5ce5906d9180a5e','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.915325',NULL,NULL,'01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.915325','','01a22582-34cb-774c-b1e1-75694cbfaecc');
INSERT INTO "release" VALUES('01a22582-34d2-79e7-869b-6710ebac27fc','L-9YBJHG','inquiry','01a22582-34d2-73fc-91df-af0d2720a1c4','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','approved','coalition org:01a22582-264e-7524-939f-8b6f52f3183a org:01a22582-264e-7ab6-a3c5-6ea3f9af113a','',1,'924c257ffbc8aa21a34d471f76b34aa6a94870d48986f65e019129d3d63f9dd9','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.922126',NULL,NULL,'01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.922126','','01a22582-34d2-73fc-91df-af0d2720a1c4');
INSERT INTO "release" VALUES('01a22582-34d6-79a9-b3b8-b348f66d9897','L-HRV7A3','inquiry','01a22582-34d6-77e2-979b-215d6280d617','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','proposed','public','',1,'900e449783f91b2dc1fbd985ccd982257e917bb0b970550e08f426bd4d57b7ac','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.925886',NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO "release" VALUES('01a22582-34da-7f8d-a9d9-697510bf131e','L-6H1DY3','inquiry','01a22582-34da-7149-a709-44eef18acf37','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','returned','public','',1,'7548cc8efb29c96ecb65687814a3815bd45478a1f2bb4dd944baa9a15edd0c03','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.929821',NULL,NULL,'01a22582-264e-7b89-99f2-b4b63ffacaa9','2026-11-29 04:13:39.933049','Say when.',NULL);
INSERT INTO "release" VALUES('01a22582-34e1-7fe1-b156-11504c4e20ec','L-CZPG4T','inquiry','01a22582-34e0-7cac-b960-17ab72aad908','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','cancelled','public','',1,'021707f0d99987035decb875970d23dd4198c60e945c96b27135c1cb41cab65e','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.935361',NULL,NULL,'01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.940365','',NULL);
INSERT INTO "release" VALUES('01a22582-34f3-72eb-850f-51435fd691a5','L-RQVY0V','inquiry','01a22582-34f3-7a3f-9431-4e2ab38ad691','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-264e-7ab6-a3c5-6ea3f9af113a','approved','coalition org:01a22582-264e-7524-939f-8b6f52f3183a org:01a22582-264e-7ab6-a3c5-6ea3f9af113a','',1,'364f497a745003c200baef64a8cdd913c31d2e6479ae48ea59f58e9cbdf8e4f8','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.954772',NULL,NULL,'01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.954772','','01a22582-34f3-7a3f-9431-4e2ab38ad691');
INSERT INTO "release" VALUES('01a22582-3522-7d2d-b742-92b8bfaa2f1d','L-ZHKNRD','inquiry','01a22582-3522-7c5a-984d-630ccf02165e','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','approved','coalition org:01a22582-264e-7524-939f-8b6f52f3183a org:01a22582-264e-7ab6-a3c5-6ea3f9af113a','',1,'a481483feeb342ca2640de3f9cf7029d9039fd74f30b2dd63dbfd7997d3e32c3','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.002304',NULL,NULL,'01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.002304','','01a22582-3522-7c5a-984d-630ccf02165e');
INSERT INTO "release" VALUES('01a22582-3526-7b2a-b86b-9cb87040ba9e','L-G5S4HD','inquiry','01a22582-3525-742b-b068-296d3fe28924','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','proposed','public','',1,'151b340b93af56375d75e3d427ede29fe1e36795be1730aaa8aed1a8192aa472','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.005733',NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO "release" VALUES('01a22582-3528-7341-b050-a77f79f4206b','L-213WEG','inquiry','01a22582-3528-78bc-acae-21fd2496ff5d','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','returned','public','',1,'51216afe9bbed684cbb1c99c5f9fea1e601d15def375e731d0f98bd01bd81ae0','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.008196',NULL,NULL,'01a22582-264e-763d-9037-c7521f5dd0ee','2026-11-29 04:13:40.012758','Say when.',NULL);
INSERT INTO "release" VALUES('01a22582-352f-79c3-b5b8-22a117bf4306','L-Q4TVSR','inquiry','01a22582-352f-7403-b20a-160f0d8c597a','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','cancelled','public','',1,'e8e81b745f5015d9402465eeac3e0fb28766631a529875a670a4748e4430c698','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.015052',NULL,NULL,'01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.017931','',NULL);
INSERT INTO "release" VALUES('01a22582-3534-7bbb-a2b1-e66485858933','L-ZQH61B','inquiry','01a22582-3534-7e81-9f1f-1e8b6fa066ca','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','approved','coalition org:01a22582-264e-7524-939f-8b6f52f3183a org:01a22582-264e-7ab6-a3c5-6ea3f9af113a','',1,'a5533b91c599fef956d47b65a4cbf343eb39016400a57de2e1e9e10849925de8','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.019980',NULL,NULL,'01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.019980','','01a22582-3534-7e81-9f1f-1e8b6fa066ca');
INSERT INTO "release" VALUES('01a22582-353f-7c01-ba0d-3bdf7764e6e1','L-P4Q1X6','translation','01a22582-353f-7fdc-ae82-1e57b2950892','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','approved','public','',1,'f352fa5c5e07ec783f48229f4d8d9e973b97a7f18381e80fddc6b723ead56208','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.031286',NULL,NULL,'01a22582-264e-763d-9037-c7521f5dd0ee','2026-11-29 04:13:40.038649','','01a22582-353f-7fdc-ae82-1e57b2950892');
INSERT INTO "release" VALUES('01a22582-354c-79e1-9e7d-7b03a35c0c10','L-RMEHHY','translation','01a22582-354c-7ed4-bb80-b8246f6f4584','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','proposed','public','',1,'48ecadbafddf8034e694b39eb3b1e363679c4441f2ad4a02aa29e88b321f85ac','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.043690',NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO "release" VALUES('01a22582-3551-748b-ad00-24426ec9a11c','L-CTW9X9','translation','01a22582-3551-78c7-bc42-1a7a2bfb7cf8','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','returned','public','',1,'a8da6758f6285e576593e1865b930e2c1ed930b881d4a7ce722ff96514784999','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.049153',NULL,NULL,'01a22582-264e-763d-9037-c7521f5dd0ee','2026-11-29 04:13:40.054967','Say when.',NULL);
INSERT INTO "release" VALUES('01a22582-355c-723a-a74c-8cb4427bf79f','L-NG9JNC','translation','01a22582-355c-7853-b3cb-83f4e7abbac7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','cancelled','public','',1,'b64ccc992f7a6c9478d368f0a64a9be59e49fbe1984bead39b0f49227e542816','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.059980',NULL,NULL,'01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.078735','',NULL);
INSERT INTO "release" VALUES('01a22582-3593-704c-9957-5524ed6e4693','L-F3XQS4','translation','01a22582-3593-786d-a680-c47e0ef22439','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','approved','public','',1,'a975dd1d477e330d8e1afffe35cec6818264a15cf67dca18e70fe6ac0c60ead0','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.115492',NULL,NULL,'01a22582-264e-763d-9037-c7521f5dd0ee','2026-11-29 04:13:40.117945','','01a22582-3593-786d-a680-c47e0ef22439');
INSERT INTO "release" VALUES('01a22582-359a-7683-9656-b4539e2eaa36','L-G4PTRH','delegation','01a22582-359a-7737-a2f4-231478ccf2d7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','approved','org:01a22582-264e-7578-971f-7862cbb26d60','',1,'e2debc93bd3ef7832d5e6d30ce6bdb4ef1b42032d989e2d7047f8d12562485aa','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.122271',NULL,NULL,'01a22582-264e-763d-9037-c7521f5dd0ee','2026-11-29 04:13:40.124251','','01a22582-359a-7737-a2f4-231478ccf2d7');
INSERT INTO "release" VALUES('01a22582-359e-7c14-b827-7d2222dd59a4','L-SN0Y89','delegation','01a22582-359e-7588-ba6d-f3c4f4dae993','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','proposed','org:01a22582-264e-7ab6-a3c5-6ea3f9af113a','',1,'e2debc93bd3ef7832d5e6d30ce6bdb4ef1b42032d989e2d7047f8d12562485aa','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.126298',NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO "release" VALUES('01a22582-35a0-7735-b882-731ff7afb223','L-SFK4J9','delegation','01a22582-35a0-7fe6-b37e-a77b5d060776','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','returned','org:01a22582-264e-781c-aaf5-f30f23ffdf40','',1,'e2debc93bd3ef7832d5e6d30ce6bdb4ef1b42032d989e2d7047f8d12562485aa','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.128406',NULL,NULL,'01a22582-264e-763d-9037-c7521f5dd0ee','2026-11-29 04:13:40.130296','Say when.',NULL);
INSERT INTO "release" VALUES('01a22582-35a4-7e66-bc0b-dfcaa860efd0','L-6XJ10S','delegation','01a22582-35a4-7125-827e-fa7a76b55f6a','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-264e-7524-939f-8b6f52f3183a','approved','org:01a22582-264e-7c06-acc5-a288ec000dfa','',1,'e2debc93bd3ef7832d5e6d30ce6bdb4ef1b42032d989e2d7047f8d12562485aa','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.131799',NULL,NULL,'01a22582-264e-763d-9037-c7521f5dd0ee','2026-11-29 04:13:40.133862','','01a22582-35a4-7125-827e-fa7a76b55f6a');
CREATE TABLE evidence (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    report_id TEXT NOT NULL REFERENCES report (id),
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    -- received: a copy is being made; ready: copy_id is it; refused: there will be none, refusal says why.
    state TEXT NOT NULL,
    refusal TEXT,
    bytes BIGINT NOT NULL,
    -- What is to be burnt in, as JSON.
    boxes TEXT NOT NULL,
    copy_id TEXT,
    added_by TEXT NOT NULL REFERENCES person (id),
    added_at TIMESTAMP NOT NULL,
    removed_at TIMESTAMP,
    file TEXT NOT NULL UNIQUE
);
CREATE TABLE evidence_copy (
    id TEXT NOT NULL PRIMARY KEY,
    evidence_id TEXT NOT NULL REFERENCES evidence (id),
    made_at TIMESTAMP NOT NULL,
    kind TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    pages INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    incomplete BOOLEAN NOT NULL,
    boxes TEXT NOT NULL,
    file TEXT NOT NULL UNIQUE
);
CREATE TABLE marked_before (
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    hash TEXT NOT NULL,
    report_id TEXT NOT NULL REFERENCES report (id),
    words INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, hash, report_id)
);
CREATE TABLE corroboration (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    report_id TEXT NOT NULL REFERENCES report (id),
    stance TEXT NOT NULL,
    grade TEXT,
    revision INTEGER NOT NULL,
    note TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    released_at TIMESTAMP,
    withdrawn_at TIMESTAMP,
    withdrawn_reason TEXT
);
INSERT INTO corroboration VALUES('01a22582-3316-7afc-b27d-763310d9421f','C-NQ367V','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-31e7-70d7-8e65-c903a86f72ec','disputes',NULL,1,'A storm live','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.478249','2026-11-29 04:13:39.478249',NULL,NULL);
INSERT INTO corroboration VALUES('01a22582-3319-77ca-8a82-7c8eca2f7bbb','C-8YC1E9','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-31e7-70d7-8e65-c903a86f72ec','disputes',NULL,1,'','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.481240',NULL,NULL,NULL);
INSERT INTO corroboration VALUES('01a22582-331b-76f5-ae7c-ec41508df479','C-C48QWK','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-31e7-70d7-8e65-c903a86f72ec','disputes',NULL,1,'','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.483509',NULL,NULL,NULL);
INSERT INTO corroboration VALUES('01a22582-3406-79e0-9f5b-d70317f159bc','C-KBWKE5','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-31e7-70d7-8e65-c903a86f72ec','disputes',NULL,1,'','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.717995',NULL,NULL,NULL);
INSERT INTO corroboration VALUES('01a22582-343e-7728-9620-4f2225413434','C-BZ4BZ0','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-31e7-70d7-8e65-c903a86f72ec','disputes',NULL,1,'','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.774729','2026-11-29 04:13:39.774729','2026-11-29 04:13:39.780252','Mixed up');
INSERT INTO corroboration VALUES('01a22582-3449-70f9-bfc8-d1e2259b9797','C-F7BXT1','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-31e7-70d7-8e65-c903a86f72ec','replies',NULL,1,'It was a storm live','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.784997','2026-11-29 04:13:39.784997',NULL,NULL);
INSERT INTO corroboration VALUES('01a22582-3450-7dc1-b306-756530bf19ee','C-CWQRAG','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-31e7-70d7-8e65-c903a86f72ec','replies',NULL,1,'','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.792671',NULL,NULL,NULL);
INSERT INTO corroboration VALUES('01a22582-3484-7739-bfc0-654fc5598abe','C-3ARFPV','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-31e7-70d7-8e65-c903a86f72ec','replies',NULL,1,'','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.844360',NULL,NULL,NULL);
INSERT INTO corroboration VALUES('01a22582-34ae-7d38-a47f-68286d125a11','C-80RJK2','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-31e7-70d7-8e65-c903a86f72ec','replies',NULL,1,'','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.886081',NULL,NULL,NULL);
INSERT INTO corroboration VALUES('01a22582-34cb-774c-b1e1-75694cbfaecc','C-97D8BX','01a22582-264e-7ab6-a3c5-6ea3f9af113a','01a22582-31e7-70d7-8e65-c903a86f72ec','replies',NULL,1,'','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.915325','2026-11-29 04:13:39.915325','2026-11-29 04:13:39.919328','Mixed up');
CREATE TABLE retraction (
    report_id TEXT NOT NULL REFERENCES report (id),
    revision INTEGER NOT NULL,
    reason TEXT NOT NULL,
    retracted_by TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    PRIMARY KEY (report_id, revision)
);
CREATE TABLE erased_file (
    name TEXT NOT NULL PRIMARY KEY
);
CREATE TABLE cleaned (
    seq BIGINT NOT NULL PRIMARY KEY
);
INSERT INTO cleaned VALUES(0);
CREATE TABLE corroboration_evidence (
    corroboration_id TEXT NOT NULL REFERENCES corroboration (id),
    report_id TEXT NOT NULL REFERENCES report (id),
    PRIMARY KEY (corroboration_id, report_id)
);
CREATE TABLE inquiry (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    report_id TEXT NOT NULL REFERENCES report (id),
    answers TEXT REFERENCES inquiry (id),
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    kind TEXT NOT NULL,
    wished TEXT NOT NULL,
    revision INTEGER NOT NULL,
    words TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    released_at TIMESTAMP,
    withdrawn_at TIMESTAMP,
    withdrawn_reason TEXT
);
INSERT INTO inquiry VALUES('01a22582-34d2-73fc-91df-af0d2720a1c4','N-JK7MQ9','01a22582-31e7-70d7-8e65-c903a86f72ec',NULL,'01a22582-264e-7ab6-a3c5-6ea3f9af113a','question','',1,'Since when live','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.922126','2026-11-29 04:13:39.922126',NULL,NULL);
INSERT INTO inquiry VALUES('01a22582-34d6-77e2-979b-215d6280d617','N-QE03HX','01a22582-31e7-70d7-8e65-c903a86f72ec',NULL,'01a22582-264e-7ab6-a3c5-6ea3f9af113a','question','',1,'','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.925886',NULL,NULL,NULL);
INSERT INTO inquiry VALUES('01a22582-34da-7149-a709-44eef18acf37','N-8D4CVF','01a22582-31e7-70d7-8e65-c903a86f72ec',NULL,'01a22582-264e-7ab6-a3c5-6ea3f9af113a','question','',1,'','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.929821',NULL,NULL,NULL);
INSERT INTO inquiry VALUES('01a22582-34e0-7cac-b960-17ab72aad908','N-ZAQCZK','01a22582-31e7-70d7-8e65-c903a86f72ec',NULL,'01a22582-264e-7ab6-a3c5-6ea3f9af113a','question','',1,'','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.935361',NULL,NULL,NULL);
INSERT INTO inquiry VALUES('01a22582-34f3-7a3f-9431-4e2ab38ad691','N-Z8XDE0','01a22582-31e7-70d7-8e65-c903a86f72ec',NULL,'01a22582-264e-7ab6-a3c5-6ea3f9af113a','question','',1,'','01a22582-264e-7ceb-9e2a-866a781eb897','2026-11-29 04:13:39.954772','2026-11-29 04:13:39.954772','2026-11-29 04:13:39.991040','Mixed up');
INSERT INTO inquiry VALUES('01a22582-3522-7c5a-984d-630ccf02165e','N-P4ANV4','01a22582-31e7-70d7-8e65-c903a86f72ec','01a22582-34d2-73fc-91df-af0d2720a1c4','01a22582-264e-7524-939f-8b6f52f3183a','answer','',1,'Since dawn live','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.002304','2026-11-29 04:13:40.002304',NULL,NULL);
INSERT INTO inquiry VALUES('01a22582-3525-742b-b068-296d3fe28924','N-ZMFKEB','01a22582-31e7-70d7-8e65-c903a86f72ec','01a22582-34d2-73fc-91df-af0d2720a1c4','01a22582-264e-7524-939f-8b6f52f3183a','answer','',1,'','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.005733',NULL,NULL,NULL);
INSERT INTO inquiry VALUES('01a22582-3528-78bc-acae-21fd2496ff5d','N-TEFY6P','01a22582-31e7-70d7-8e65-c903a86f72ec','01a22582-34d2-73fc-91df-af0d2720a1c4','01a22582-264e-7524-939f-8b6f52f3183a','answer','',1,'','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.008196',NULL,NULL,NULL);
INSERT INTO inquiry VALUES('01a22582-352f-7403-b20a-160f0d8c597a','N-V8C3WM','01a22582-31e7-70d7-8e65-c903a86f72ec','01a22582-34d2-73fc-91df-af0d2720a1c4','01a22582-264e-7524-939f-8b6f52f3183a','answer','',1,'','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.015052',NULL,NULL,NULL);
INSERT INTO inquiry VALUES('01a22582-3534-7e81-9f1f-1e8b6fa066ca','N-FAA7PG','01a22582-31e7-70d7-8e65-c903a86f72ec','01a22582-34d2-73fc-91df-af0d2720a1c4','01a22582-264e-7524-939f-8b6f52f3183a','answer','',1,'','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.019980','2026-11-29 04:13:40.019980','2026-11-29 04:13:40.026184','Mixed up');
CREATE TABLE access_request (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    wanted TEXT,
    country TEXT,
    from_day TEXT,
    to_day TEXT,
    words TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL
);
CREATE TABLE access_request_dismissal (
    request_id TEXT NOT NULL REFERENCES access_request (id),
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    dismissed_by TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    PRIMARY KEY (request_id, organisation_id)
);
CREATE TABLE translation (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    report_id TEXT NOT NULL REFERENCES report (id),
    rendition_id TEXT NOT NULL REFERENCES rendition (id),
    rendition_hash TEXT NOT NULL,
    language TEXT NOT NULL,
    words TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    released_at TIMESTAMP,
    withdrawn_at TIMESTAMP,
    withdrawn_reason TEXT
);
INSERT INTO translation VALUES('01a22582-353f-7fdc-ae82-1e57b2950892','T-B9S6KN','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-31e7-70d7-8e65-c903a86f72ec','01a22582-3239-7378-b2a6-40f6a2f3a5d5','57366231843a911973c21ecd3ed729c00b8e01ebb9a999fd6b146c2e06d4a19b','fr','{"narrative":"Les lignes du nord se sont tues.","title":"Coupure live"}','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.031286','2026-11-29 04:13:40.038649',NULL,NULL);
INSERT INTO translation VALUES('01a22582-354c-7ed4-bb80-b8246f6f4584','T-5ZCXC1','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-31e7-70d7-8e65-c903a86f72ec','01a22582-3239-7378-b2a6-40f6a2f3a5d5','57366231843a911973c21ecd3ed729c00b8e01ebb9a999fd6b146c2e06d4a19b','es','','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.043690',NULL,NULL,NULL);
INSERT INTO translation VALUES('01a22582-3551-78c7-bc42-1a7a2bfb7cf8','T-30TDE0','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-31e7-70d7-8e65-c903a86f72ec','01a22582-3239-7378-b2a6-40f6a2f3a5d5','57366231843a911973c21ecd3ed729c00b8e01ebb9a999fd6b146c2e06d4a19b','de','','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.049153',NULL,NULL,NULL);
INSERT INTO translation VALUES('01a22582-355c-7853-b3cb-83f4e7abbac7','T-9NBARD','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-31e7-70d7-8e65-c903a86f72ec','01a22582-3239-7378-b2a6-40f6a2f3a5d5','57366231843a911973c21ecd3ed729c00b8e01ebb9a999fd6b146c2e06d4a19b','it','','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.059980',NULL,NULL,NULL);
INSERT INTO translation VALUES('01a22582-3593-786d-a680-c47e0ef22439','T-V1J0CE','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-31e7-70d7-8e65-c903a86f72ec','01a22582-3239-7378-b2a6-40f6a2f3a5d5','57366231843a911973c21ecd3ed729c00b8e01ebb9a999fd6b146c2e06d4a19b','pt','','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.115492','2026-11-29 04:13:40.117945','2026-11-29 04:13:40.120386','Mixed up');
CREATE TABLE delegation (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    report_id TEXT NOT NULL REFERENCES report (id),
    publisher_id TEXT NOT NULL REFERENCES organisation (id),
    state TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
INSERT INTO delegation VALUES('01a22582-359a-7737-a2f4-231478ccf2d7','D-05G072','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-31e7-70d7-8e65-c903a86f72ec','01a22582-264e-7578-971f-7862cbb26d60','asked','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.122271');
INSERT INTO delegation VALUES('01a22582-359e-7588-ba6d-f3c4f4dae993','D-SD5ZE5','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-31e7-70d7-8e65-c903a86f72ec','01a22582-264e-7ab6-a3c5-6ea3f9af113a','proposed','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.126298');
INSERT INTO delegation VALUES('01a22582-35a0-7fe6-b37e-a77b5d060776','D-7W8DA7','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-31e7-70d7-8e65-c903a86f72ec','01a22582-264e-781c-aaf5-f30f23ffdf40','proposed','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.128406');
INSERT INTO delegation VALUES('01a22582-35a4-7125-827e-fa7a76b55f6a','D-RNE35Q','01a22582-264e-7524-939f-8b6f52f3183a','01a22582-31e7-70d7-8e65-c903a86f72ec','01a22582-264e-7c06-acc5-a288ec000dfa','recalled','01a22582-264e-7afb-a387-556df8be34f7','2026-11-29 04:13:40.131799');
CREATE INDEX change_log_narrowing ON change_log (narrowing, seq);
CREATE INDEX audit_organisation ON audit (organisation_id, at);
CREATE INDEX membership_organisation ON membership (organisation_id, from_at);
CREATE INDEX person_organisation ON person (organisation_id);
CREATE INDEX vetting_organisation ON vetting (organisation_id);
CREATE INDEX mandate_person ON mandate (person_id);
CREATE INDEX invitation_organisation ON invitation (organisation_id);
CREATE INDEX session_person ON session (person_id);
CREATE INDEX refresh_token_session ON refresh_token (session_id);
CREATE INDEX group_member_group ON group_member (group_id);
CREATE INDEX group_member_organisation ON group_member (organisation_id);
CREATE INDEX readable_family ON readable (family, rank);
CREATE INDEX report_organisation ON report (organisation_id, updated_at);
CREATE INDEX report_incident ON report (incident_id);
CREATE INDEX report_source_incident ON report (source_incident);
CREATE INDEX refiled_old ON refiled (old_incident_id);
CREATE INDEX rendition_report ON rendition (report_id, state);
CREATE INDEX release_queue ON release (state, approvers_id);
CREATE INDEX release_subject ON release (subject, state);
CREATE INDEX evidence_report ON evidence (report_id);
CREATE INDEX evidence_state ON evidence (state);
CREATE INDEX evidence_copy_of ON evidence_copy (evidence_id);
CREATE INDEX marked_before_report ON marked_before (report_id);
CREATE INDEX corroboration_report ON corroboration (report_id);
CREATE INDEX corroboration_organisation ON corroboration (organisation_id);
CREATE INDEX report_keep_until ON report (keep_until);
CREATE INDEX corroboration_evidence_report ON corroboration_evidence (report_id);
CREATE INDEX inquiry_report ON inquiry (report_id);
CREATE INDEX inquiry_answers ON inquiry (answers);
CREATE INDEX inquiry_organisation ON inquiry (organisation_id);
CREATE INDEX access_request_organisation ON access_request (organisation_id);
CREATE INDEX access_request_ends ON access_request (ends_at);
CREATE INDEX translation_report ON translation (report_id);
CREATE INDEX translation_rendition ON translation (rendition_id);
CREATE INDEX delegation_report ON delegation (report_id);
CREATE INDEX delegation_organisation ON delegation (organisation_id);
CREATE INDEX delegation_publisher ON delegation (publisher_id, state);
COMMIT;
