# lm.R - the bits of a linear model, whose QR calls ddot, daxpy and dnrm2.
set.seed(1)
n <- 20000
a <- data.frame(x1 = runif(n), x2 = runif(n), x3 = rnorm(n))
a$y <- 1 + 2 * a$x1 - 3 * a$x2 + 0.5 * a$x3 + rnorm(n)
model <- lm(y ~ x1 + x2 + x3, data = a)
stopifnot(max(abs(coef(model) - c(1, 2, -3, 0.5))) < 0.1)
cat(sprintf("%a", c(coef(model), deviance(model))), sep = "\n")
