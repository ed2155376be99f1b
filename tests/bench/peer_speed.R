# Seconds of processor and of wall that R's ets() and auto.arima() take on each series of a panel, fits alone.
#
# usage: Rscript peer_speed.R PANEL.csv     prints a line a series: seconds of processor, seconds of wall
#
# Loading R and its package and reading the panel are not counted: that favours the peer.
suppressPackageStartupMessages(library(forecast))
panel <- read.csv(commandArgs(TRUE)[1], stringsAsFactors = FALSE)
t <- as.integer(substr(panel$period, 1, 4)) * 12L + as.integer(substr(panel$period, 6, 7)) - 1L
for (s in unique(panel$series)) {
  at <- t[panel$series == s]
  y <- rep(NA_real_, max(at) - min(at) + 1)
  y[at - min(at) + 1] <- panel$value[panel$series == s]
  y <- ts(y, start = c(min(at) %/% 12, min(at) %% 12 + 1), frequency = 12)
  began <- proc.time()
  try(ets(if (anyNA(y)) pmax(na.interp(y), 0) else y), silent = TRUE)
  try(auto.arima(y), silent = TRUE)
  took <- proc.time() - began
  cat(took[["user.self"]] + took[["sys.self"]], took[["elapsed"]], "\n")
}
