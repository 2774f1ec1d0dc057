# The same five groupings in R's data.table: Rscript data_table.R DATA. Prints groups, rows and sum of squares of each.
library(data.table)
setDTthreads(0)  # all processors

folder <- commandArgs(trailingOnly = TRUE)[1]
files <- list.files(folder, "-street.csv$", recursive = TRUE, full.names = TRUE)
columns <- c("Month", "Longitude", "Latitude", "LSOA code", "Crime type", "Last outcome category")
rows <- rbindlist(lapply(files, fread, select = columns, showProgress = FALSE,
                         colClasses = list(character = "Month", double = c("Longitude", "Latitude"))))
setnames(rows, columns, c("month", "longitude", "latitude", "lsoa", "type", "outcome"))

last <- as.Date(paste0(max(rows$month), "-01"))
edges <- format(seq(last, length.out = 3, by = "-12 months")[2:3], "%Y-%m")
rows[, year := (month > edges[1]) + (month > edges[2])]
# Metres from degrees by the tangent at 54 N, 2 W, as for DuckDB.
rows[, east := floor((400000 + (longitude + 2) * 65570) / 250)]
rows[, north := floor((455000 + (latitude - 54) * 111290) / 250)]

account <- function(groups) sprintf("[%d, %.0f, %.0f]", nrow(groups), sum(groups$N), sum(as.numeric(groups$N)^2))
cat("[", paste(account(rows[, .N, by = .(type, month)]), account(rows[, .N, by = .(lsoa, type)]),
               account(rows[, .N, by = .(outcome, type)]), account(rows[, .N, by = .(lsoa, year)]),
               account(rows[, .N, by = .(east, north)]), sep = ", "), "]\n", sep = "")
