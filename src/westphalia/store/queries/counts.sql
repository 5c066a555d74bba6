-- How much is there?
select
    (select count(*) from {visible}) as documents,
    (select count(*) from lake.sentences where document_id in (select id from {visible})) as sentences,
    (select count(*) from {stated} where document_id in (select id from {visible})) as statements
