# docker's commands end before they would need what collecting garbage gives back, which takes a quarter of their time.
export GOGC=off GOMEMLIMIT=64MiB
