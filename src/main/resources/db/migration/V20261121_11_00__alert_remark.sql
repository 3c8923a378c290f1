-- What a person told another monitor about an alert, as JSON; most messages carry none.
ALTER TABLE alert_inbox ADD COLUMN remark MEDIUMTEXT;
