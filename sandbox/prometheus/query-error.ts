/** An error in the shape of Prometheus' API: bad_data is answered with 400, execution with 422. */
export class QueryError extends Error {
  override name = 'QueryError'
  constructor(
    readonly errorType: 'bad_data' | 'execution',
    message: string,
  ) {
    super(message)
  }
}
