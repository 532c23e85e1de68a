"""What is asked is answered or declined: words around a problem, parameters beside data, and the other question of a pair."""

from __future__ import annotations

import pytest

from tutor.errors import Unreadable
from tutor.maths.steps.solve import solve


@pytest.mark.parametrize(
    ("problem", "answer"),
    [
        ("variance and mean of 1,2,3", "mean = 2; variance = 2/3"),
        ("standard deviation and mean of 1,2,3", "mean = 2; standard deviation = sqrt(6)/3"),
        ("mle of poisson lambda from 4 observations 2,3,5,2", "3"),
        ("mle of lambda for poisson data 2, 3, 5 (3 observations)", "10/3"),
        (
            "sensitivity 99% and specificity 95%. 99% of people are healthy. You test positive. What is the probability of being ill?",
            "1/6",
        ),
        ("sensitivity 90%, specificity 95%. 98% of people are well. You test positive. probability ill?", "18/67"),
        (
            "sensitivity 99% and specificity 95%. 1% of people are ill. You test negative. What is the probability that you are ill?",
            "1/9406",
        ),
        ("derivative of x^3 times two", "6*x^2"),
        ("EIGENVALUES OF [[2,1],[1,2]]", "{3, 1}"),
        ("likelihood of 7 heads in 10 tosses at p=0.5", "15/128"),
        ("what is the chance of getting 3 heads if you toss a fair coin 5 times", "5/16"),
        ("one gradient descent step on x^2 from x=1 with rate 0.1", "4/5"),
    ],
)
def test_what_is_asked_is_answered(problem, answer):
    assert solve(problem).answer == answer


@pytest.mark.parametrize(
    "problem",
    [
        "odds of exactly 2 heads in 5 tosses",
        "number of ways to get 2 heads in 5 tosses",
        "probability of 2 heads in a row in 5 tosses",
        "log of P(X=2) for Bin(5,0.5)",
        "log-likelihood of 7 heads in 10 tosses at p=0.5",
        "complement of 2 heads in 5 tosses",
        "expected value of the square of X with P(X=0)=0.2, P(X=1)=0.5, P(X=3)=0.3",
        "variance of the sum of two independent copies of X with P(X=0)=0.5, P(X=1)=0.5",
        "expected value of X with P(X=1)=0.5, P(X=2)=0.5 squared",
        "variance of the mle for 7 heads in 10 tosses",
        "mle of the odds for 7 heads in 10 tosses",
        "mle of the probability of tails for 7 heads in 10 tosses",
        "mle of the exponential mean for 1,2,3",
        "mle of mu for normal data 1,2,3 with sigma^2 = 4",
        "mle of normal mean for data 1,2,3 with sigma 2",
        "mle of P(X=0) for poisson data 1,2,3",
        "mle of lambda for poisson data 2, 3, 5 (4 observations)",
        "variance of 1,2,3 with mean 2",
        "mean of 1,2,3 with variance 4",
        "mean and sample variance of 1,2,3",
        "mean, variance and standard deviation of 1,2,3",
        "variance of the mean of 1,2,3",
        "value of f after one gradient descent step on x^2 from x=1 with rate 0.1",
        "error after newton's method one step on x^2-2 from x=1",
        "vector with coordinates (3,2) in the basis (1,1),(1,-1)",
        "integral of x^2 dx from 0 to 3 divided by 3",
    ],
)
def test_another_question_is_declined_in_a_sentence(problem):
    with pytest.raises(Unreadable, match=r"I (?:can't|don't|estimate|give)|Here |one of them|You speak|Is it"):
        solve(problem)
