/** Who a client of the load is, and so by which listener it gets in. */
enum Identity {
  /** May do everything. */
  ADMINISTRATOR,
  /** Has a name and a password, and may do what it needs. */
  APPLICATION;

  /** Of the clients of each kind, every second one is an application. */
  static Identity of(int number) {
    return values()[number % values().length];
  }

  @Override
  public String toString() {
    return name().toLowerCase();
  }
}
