#!/usr/bin/env python3
"""Ordinary least squares with Newey-West standard errors by statsmodels (0.13): an independent reference.

usage: oracle_newey_west.py CASE
CASE   a text file: lags and columns, then one row of y and the columns of x a line.
Prints coefficient and standard error of each column.
"""
import sys

import numpy as np
import statsmodels.regression.linear_model as linear

numbers = [float(word) for word in open(sys.argv[1]).read().split()]
lags, columns = int(numbers[0]), int(numbers[1])
table = np.array(numbers[2:]).reshape(-1, columns + 1)
fit = linear.OLS(table[:, 0], table[:, 1:]).fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": False})
for coefficient, error in zip(fit.params, fit.bse):
    print(repr(float(coefficient)), repr(float(error)))
