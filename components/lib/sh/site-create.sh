# Names, addresses and ports that another generation of this stack holds must be free before this one starts. Nothing is made here: what an
# `up` that is killed has made is swept at destroy only once this is in the state.
sweep "$3"
