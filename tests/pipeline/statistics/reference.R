# Reference values for statistics.ts, made with R. Run: Rscript tests/pipeline/statistics/reference.R > tests/pipeline/statistics/reference.json
options(digits = 17)
num <- function(x) ifelse(is.finite(x), sprintf("%.15g", x), "null")
row <- function(...) { v <- c(...); paste0("[", paste(num(v), collapse = ", "), "]") }
out <- function(name, rows, last = FALSE) cat(sprintf('  "%s": [\n    %s\n  ]%s\n', name, paste(rows, collapse = ",\n    "), if (last) "" else ","))

garwood <- function(k) { x <- poisson.test(k)$conf.int; row(k, x[1], x[2]) }
texts <- function(a, wa, b, wb) {
  t <- poisson.test(c(a, b), c(wa, wb))
  row(a, wa, b, wb, t$conf.int[1], t$conf.int[2], t$p.value)
}
# Log rate ratio with articles as clusters: the linearised variance of a ratio of sums, n/(n-1), t with n1+n2-2.
groups <- function(ha, wa, hb, wb) {
  v <- function(h, w) { r <- sum(h) / sum(w); n <- length(h); sum((h - r * w)^2) * n / (n - 1) / sum(h)^2 }
  d <- log(sum(ha) / sum(wa)) - log(sum(hb) / sum(wb)); se <- sqrt(v(ha, wa) + v(hb, wb)); df <- length(ha) + length(hb) - 2
  h <- qt(.975, df) * se
  list(ha, wa, hb, wb, c(exp(d), exp(d - h), exp(d + h), 2 * pt(-abs(d) / se, df)))
}
gjson <- function(g) paste0("[", paste(sapply(g, function(x) row(x)), collapse = ", "), "]")

cat("{\n")
out("garwood", sapply(c(0, 1, 2, 3, 5, 8, 13, 21, 50, 100, 500, 2500), garwood))
cases <- list(c(0, 100, 0, 100), c(0, 500, 1, 500), c(1, 300, 0, 900), c(3, 200, 3, 200), c(5, 673, 0, 839), c(15, 673, 1, 839),
  c(15, 673, 3, 1040), c(6, 324, 1, 839), c(2, 150, 9, 150), c(7, 1000, 7, 3000), c(40, 5000, 20, 5000), c(1, 101, 1, 9000),
  c(12, 480, 5, 510), c(100, 20000, 160, 21000), c(0, 5000, 12, 5000), c(4, 100, 4, 400))
out("texts", sapply(cases[-1], function(x) texts(x[1], x[2], x[3], x[4])))
set.seed(7)
gs <- lapply(1:8, function(i) { na <- 4 + i; nb <- 5 + 2 * i
  groups(rpois(na, 3) + (1:na == 1), 200 + 37 * (1:na), rpois(nb, 2) + (1:nb == 1), 150 + 41 * (1:nb)) })
ties <- list(groups(c(1, 1, 1, 1, 1), rep(200, 5), c(1, 1, 1, 1, 2), rep(200, 5)), groups(c(0, 0, 0, 0, 7), rep(300, 5), c(1, 0, 2, 0, 0, 0), rep(250, 6)))
out("groups", sapply(c(gs, ties), gjson))
p <- list(c(.01, .04, .03, .005), c(.5, .5, .5), c(.001, 1, .2, .2, .9, .04), c(.049), runif(12))
out("bh", sapply(p, function(x) paste0("[", row(x), ", ", row(p.adjust(x, "BH")), "]")), TRUE)
cat("}\n")
