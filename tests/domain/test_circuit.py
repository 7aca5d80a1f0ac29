"""The counting of a circuit breaker, told every moment."""

from app.domain.circuit import Circuit


def test_failures_in_a_row_open_it_and_a_success_between_them_does_not() -> None:
    circuit = Circuit(in_a_row=2)
    circuit.fail(0)
    circuit.succeed(1)
    circuit.fail(2)
    assert not circuit.is_open(2)
    circuit.fail(3)
    assert circuit.is_open(17.9)
    assert circuit.wait_ms(17) == 1000
    assert not circuit.is_open(18)


def test_half_of_enough_calls_open_it_and_old_ones_are_forgotten() -> None:
    circuit = Circuit(at_least=4)
    for moment in (0, 1):
        circuit.fail(moment)
        circuit.succeed(moment)
    assert not circuit.is_open(1)
    circuit.fail(40)
    assert not circuit.is_open(40)
    circuit.succeed(41)
    circuit.succeed(42)
    circuit.fail(43)
    assert circuit.is_open(43)


def test_one_probe_goes_at_a_time_and_one_without_an_outcome_makes_room() -> None:
    circuit = Circuit(in_a_row=1)
    assert not circuit.enter()
    circuit.fail(0)
    assert circuit.enter()
    assert circuit.is_open(99)
    circuit.leave()
    assert not circuit.is_open(99)
