// Which roles the one who is signed in has today: what the frame offers follows from it. What one may do is the server's to say.

import { getMe } from '../api/api';
import type { Session } from '../api/types';

let known: { person: string; municipality: string; roles: readonly string[] } | undefined;

export async function rolesOf(session: Session): Promise<readonly string[]> {
  const { person, municipality } = session;
  if (!session.signedIn || person === undefined || municipality === undefined) return [];
  if (known?.person === person.id && known.municipality === municipality) return known.roles;
  const answer = await getMe(municipality);
  if (!answer.ok) return [];
  known = { person: person.id, municipality, roles: answer.value.roles.filter((one) => one.active).map((one) => one.role) };
  return known.roles;
}
