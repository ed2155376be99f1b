# Forecasts of a monthly panel by what an R user has: package forecast with its defaults, on one core.
#
# usage: Rscript peers.R FAMILY PANEL.csv[.gz] ORIGIN[,ORIGIN...] OUT.csv [months=N] [horizon=H]
#   FAMILY  plain   ets, auto.arima, theta, ets+arima (both models' paths in one pool), naive
#           log     ets-log, auto.arima-log, ets+arima-log: the same on ln(value + c), c = 15 % of the mean of the
#                   last 60 months, back-transformed path by path
#           annual  annual-ets, annual-arima: the defaults on calendar-year totals; horizon 12 and December origins only
#           growth  panel-growth: the last twelve months times the panel's own yearly growth, by volatility
#   ORIGIN  the last month before the forecast: 2016-12. Of several the first is the last month that is known; a later
#           one asks for a window that begins later (2023-01,2023-05): the months between are simulated too and take no
#           part in its total
#   months  only that many months up to the last known one are used
#
# OUT holds one row a series and model: quantiles of the total of the H months after ORIGIN, and of each month the
# median and the central 95 %. OUT_times.csv holds seconds a series of each fit. The seed is made of the series' name,
# so a row does not depend on its neighbours. A model that cannot be fitted, or whose paths explode, gives no row.
suppressPackageStartupMessages(library(forecast))

kPaths <- 1000
kProbabilities <- c(.025, .1, .25, .5, .75, .9, .975)
kGroups <- 5           # of volatility, for panel-growth
kLogOffset <- .15      # of the recent monthly mean
kRecentMonths <- 60

month_index <- function(text) as.integer(substr(text, 1, 4)) * 12L + as.integer(substr(text, 6, 7)) - 1L
as_ts <- function(x, first) ts(x, start = c(first %/% 12, first %% 12 + 1), frequency = 12)
seed_of <- function(series) set.seed((20260204 + sum(utf8ToInt(series) * seq_along(utf8ToInt(series)))) %% 2147483647)
good <- function(x) !inherits(x, "try-error")
timed <- function(expression) {
  began <- proc.time()[[3]]
  value <- try(expression, silent = TRUE)
  list(value = value, seconds = proc.time()[[3]] - began)
}

arguments <- commandArgs(TRUE)
if (length(arguments) < 4) stop("usage: peers.R FAMILY PANEL ORIGIN[,ORIGIN...] OUT [months=N] [horizon=H]")
family <- arguments[1]; out <- arguments[4]
option <- function(name, default) {
  given <- grep(paste0("^", name, "="), arguments, value = TRUE)
  if (length(given)) sub("^[^=]*=", "", given[1]) else default
}
origins <- strsplit(arguments[3], ",")[[1]]
horizon <- as.integer(option("horizon", "12"))
months <- as.integer(option("months", "100000"))
known <- month_index(origins[1])
ahead <- max(month_index(origins)) - known + horizon  # months to simulate

panel <- read.csv(gzfile(arguments[2]), stringsAsFactors = FALSE)
panel$t <- month_index(panel$period)
panel <- panel[panel$t > known - months & panel$t <= known, ]
# The months of each series from its first one to the last known one, gaps as NA.
series_of <- function(rows) {
  y <- rep(NA_real_, known - min(rows$t) + 1)
  y[rows$t - min(rows$t) + 1] <- rows$value
  as_ts(y, min(rows$t))
}
histories <- lapply(split(panel, factor(panel$series, unique(panel$series))), series_of)

connection <- file(out, "w")
header <- c("series", "origin", "model", "mean", "q025", "q10", "q25", "q50", "q75", "q90", "q975",
            paste0("m", 1:horizon), paste0("l", 1:horizon), paste0("u", 1:horizon))
writeLines(paste(header, collapse = ","), connection)
times <- list()

write_row <- function(series, origin, model, mean, totals, middle, low, high) {
  name <- paste0('"', gsub('"', '""', series), '"')
  numbers <- formatC(c(mean, totals, middle, low, high), digits = 9, format = "g", width = 1)
  writeLines(paste(c(name, origin, model, numbers), collapse = ","), connection)
}

# Rows of `paths` are sample paths of the months after the last known one. A multiplicative ETS can explode: paths that
# are not finite are left out, and the model gives no row when nine tenths are.
write_paths <- function(series, model, paths) {
  paths <- paths[rowSums(!is.finite(paths)) == 0, , drop = FALSE]
  if (nrow(paths) < kPaths / 10) return(invisible())
  for (origin in origins) {
    window <- pmax(paths[, month_index(origin) - known + seq_len(horizon), drop = FALSE], 0)
    totals <- rowSums(window)
    band <- apply(window, 2, quantile, c(.5, .025, .975), names = FALSE)
    write_row(series, origin, model, mean(totals), quantile(totals, kProbabilities, names = FALSE, type = 8),
              band[1, ], band[2, ], band[3, ])
  }
}

# The same paths as forecast's simulate(fit, future = TRUE), all at once: a call a path costs more than the fit does.
paths_of <- function(fit) if (inherits(fit, "ets")) ets_paths(fit) else arima_paths(fit)

# Point forecast plus innovations through the weights of the model's infinite moving average, differences included.
arima_paths <- function(fit) {
  ar <- c(1, -fit$model$phi)
  differences <- c(1, -fit$model$Delta)
  whole <- rep(0, length(ar) + length(differences) - 1)
  for (i in seq_along(ar)) {
    at <- i - 1 + seq_along(differences)
    whole[at] <- whole[at] + ar[i] * differences
  }
  weight <- c(1, ARMAtoMA(-whole[-1], fit$model$theta, ahead - 1))[seq_len(ahead)]
  shocks <- matrix(rnorm(kPaths * ahead, 0, sqrt(fit$sigma2)), kPaths)
  weight_of <- function(from, to) ifelse(to >= from, weight[pmax(to - from, 0) + 1], 0)
  through <- outer(seq_len(ahead), seq_len(ahead), weight_of)
  sweep(shocks %*% through, 2, as.numeric(forecast(fit, h = ahead)$mean), "+")
}

# The state-space recursion of Hyndman, Koehler, Ord and Snyder (2008), a path a row. No multiplicative trend: ets()
# does not choose one by default.
ets_paths <- function(fit) {
  kind <- fit$components  # error, trend, season, damped
  named <- function(name, default) if (name %in% names(fit$par)) fit$par[[name]] else default
  alpha <- named("alpha", 0); beta <- named("beta", 0); gamma <- named("gamma", 0); phi <- named("phi", 1)
  state <- fit$states[nrow(fit$states), ]
  level <- rep(state[["l"]], kPaths)
  slope <- rep(if (kind[2] == "N") 0 else state[["b"]], kPaths)
  seasons <- state[grepl("^s[0-9]+$", names(state))]      # the newest first: the next month's is the last
  season <- matrix(rep(rev(seasons), each = kPaths), kPaths)
  paths <- matrix(0, kPaths, ahead)
  for (h in seq_len(ahead)) {
    smooth <- level + phi * slope
    s <- if (kind[3] == "N") NULL else season[, (h - 1) %% ncol(season) + 1]
    point <- switch(kind[3], N = smooth, A = smooth + s, M = smooth * s)
    shock <- rnorm(kPaths, 0, sqrt(fit$sigma2))
    y <- if (kind[1] == "A") point + shock else point * (1 + pmax(shock, -1))
    without <- switch(kind[3], N = y, A = y - s, M = y / s)
    before <- level
    level <- smooth + alpha * (without - smooth)
    if (kind[2] != "N") slope <- phi * slope + beta / alpha * (level - before - phi * slope)
    if (kind[3] != "N") {
      now <- if (kind[3] == "A") y - smooth else y / smooth
      season[, (h - 1) %% ncol(season) + 1] <- s + gamma * (now - s)
    }
    paths[, h] <- y
  }
  paths
}
filled <- function(y) if (anyNA(y)) na.interp(y) else y

plain <- function(series, y) {
  whole <- pmax(filled(y), 0)
  e <- timed(ets(whole)); a <- timed(auto.arima(y)); th <- timed(thetaf(whole, h = ahead, level = 95))
  by_ets <- if (good(e$value)) try(paths_of(e$value), silent = TRUE) else e$value
  by_arima <- if (good(a$value)) try(paths_of(a$value), silent = TRUE) else a$value
  if (good(by_ets)) write_paths(series, "ets", by_ets)
  if (good(by_arima)) write_paths(series, "auto.arima", by_arima)
  if (good(by_ets) && good(by_arima)) write_paths(series, "ets+arima", rbind(by_ets, by_arima))
  if (good(th$value)) {  # theta gives bands month by month and no paths: months are drawn apart
    spread <- as.numeric(th$value$upper - th$value$mean) / qnorm(.975)
    write_paths(series, "theta", sapply(seq_len(ahead), function(h) rnorm(kPaths, th$value$mean[h], spread[h])))
  }
  naive_paths(series, as.numeric(whole))
  c(ets_s = e$seconds, arima_s = a$seconds, theta_s = th$seconds)
}

# Last year's months, times a yearly growth of the trailing total drawn from the series' own past.
naive_paths <- function(series, y) {
  n <- length(y)
  if (n < 25) return(invisible())
  trailing <- as.numeric(stats::filter(y, rep(1, 12), sides = 1))[12:n]
  growth <- tail(trailing, -12) / pmax(head(trailing, -12), 1e-9)
  growth <- growth[is.finite(growth) & growth < 1e3]
  if (length(growth) == 0) return(invisible())
  drawn <- growth[sample.int(length(growth), kPaths, TRUE)]
  write_paths(series, "naive", outer(drawn, rep(tail(y, 12), length.out = ahead)))
}

logs <- function(series, y) {
  offset <- kLogOffset * mean(tail(y, kRecentMonths), na.rm = TRUE) + 1e-9
  z <- log(y + offset)
  back <- function(paths) pmax(exp(paths) - offset, 0)
  e <- timed(ets(filled(z), additive.only = TRUE)); a <- timed(auto.arima(z))
  by_ets <- if (good(e$value)) try(back(paths_of(e$value)), silent = TRUE) else e$value
  by_arima <- if (good(a$value)) try(back(paths_of(a$value)), silent = TRUE) else a$value
  if (good(by_ets)) write_paths(series, "ets-log", by_ets)
  if (good(by_arima)) write_paths(series, "auto.arima-log", by_arima)
  if (good(by_ets) && good(by_arima)) write_paths(series, "ets+arima-log", rbind(by_ets, by_arima))
  c(ets_s = e$seconds, arima_s = a$seconds)
}

# Months are a twelfth of the year and its bands: nothing more can be said from yearly totals.
annual <- function(series, y) {
  if (horizon != 12 || length(origins) > 1 || (known + 1) %% 12 != 0) stop("annual wants one December, twelve months")
  year <- floor(time(y) + 1e-6)
  totals <- ts(as.numeric(tapply(ifelse(is.na(y), 0, y), year, sum)), start = year[1])
  e <- timed(ets(totals)); a <- timed(auto.arima(totals))
  for (model in list(list("annual-ets", e$value), list("annual-arima", a$value))) {
    if (!good(model[[2]])) next
    x <- pmax(paths_of(model[[2]])[, 1], 0)
    x <- x[is.finite(x)]
    if (length(x) < kPaths / 10) next
    q <- quantile(x, kProbabilities, names = FALSE, type = 8)
    write_row(series, origins, model[[1]], mean(x), q, rep(q[4], 12) / 12, rep(q[1], 12) / 12, rep(q[7], 12) / 12)
  }
  c(ets_s = e$seconds, arima_s = a$seconds)
}

# What a user of a short history can say: yearly growth of all flows of the panel whose months move about as much.
# Volatility is the sd of the yearly differences of ln(value + c); flows are cut into fifths of it.
panel_growth <- function() {
  if (horizon > 12 || length(origins) > 1) stop("growth wants at most twelve months, from the last known one")
  whole <- lapply(histories, function(y) tail(as.numeric(pmax(filled(y), 0)), 36))
  whole <- whole[lengths(whole) >= 24]
  offset <- sapply(whole, function(y) kLogOffset * mean(y) + 1e-9)
  yearly <- Map(function(y, c0) diff(log(y + c0), lag = 12), whole, offset)
  volatility <- sapply(yearly, sd)
  group <- ceiling(rank(volatility, ties.method = "first") / length(volatility) * kGroups)
  ratios <- lapply(whole, function(y) {
    trailing <- as.numeric(stats::filter(y, rep(1, 12), sides = 1))
    at <- rev(seq(length(y), 24, by = -12))
    trailing[at] / pmax(trailing[at - 12], 1e-9)
  })
  for (s in names(whole)) {
    mates <- group == group[[which(names(whole) == s)]]
    year <- sum(tail(whole[[s]], 12))
    growth <- unlist(ratios[mates]); growth <- growth[is.finite(growth)]
    last <- tail(whole[[s]], 12)[seq_len(horizon)]
    band <- quantile(unlist(yearly[mates]), c(.5, .025, .975), names = FALSE)
    month <- function(b) pmax((last + offset[[s]]) * exp(b) - offset[[s]], 0)
    totals <- year * quantile(growth, kProbabilities, names = FALSE, type = 8)
    write_row(s, origins, "panel-growth", year * mean(growth), totals,
              month(band[1]), month(band[2]), month(band[3]))
  }
}

each <- switch(family, plain = plain, log = logs, annual = annual, growth = NULL, stop("unknown family ", family))
if (is.null(each)) {
  panel_growth()
} else {
  began <- proc.time()[[3]]
  for (i in seq_along(histories)) {
    s <- names(histories)[i]
    seed_of(s)
    times[[i]] <- data.frame(series = s, t(each(s, histories[[i]])))
    if (i %% 20 == 0) message(sprintf("peers: %s %s: %d of %d series, %.0f s", family, arguments[3], i,
                                      length(histories), proc.time()[[3]] - began))
  }
  write.csv(do.call(rbind, times), sub("\\.csv$", "_times.csv", out), row.names = FALSE)
}
close(connection)
