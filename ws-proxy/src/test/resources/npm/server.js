// A SOAP server of npm's `soap`, from the contracts alone, behind a client certificate: node server.js CONTRACTS TLS. Ends with its standard input.
const soap = require('soap'), fs = require('fs'), https = require('https');
const [contracts, tls] = process.argv.slice(2);
// the package puts children of imported types into the wrong namespace unless their prefix is named
const adresse = { 'c:numero': 12, 'c:voie': 'RUE DES LILAS', 'c:codePostal': '61000', 'c:commune': 'ALENÇON' };
const services = {
  RecupererDonneesPCE: { recupererDonneesPCE: args => {
    if (args.pce === '12345678900000') {
      throw { Fault: { faultcode: 'soap:Server', faultstring: 'non recevable', detail: { 'c:erreurFonctionnelle': {
        attributes: { 'xmlns:c': 'urn:omega:provisional:commun' }, 'c:code': 'FON-012', 'c:libelle': 'PCE inconnu' } } } };
    }
    return { pce: args.pce, etat: 'ACT', adresse: args.pce === '12345678900001' ? { numero: 12, voie: 'v', codePostal: '61000', commune: 'c' } : adresse,
      compteur: { attributes: { telereleve: 'true' }, numero: 'ABC12345678', frequence: 'MM' },
      releve: [{ date: '2026-11-01', index: [{ attributes: { cadran: 'BASE' }, $value: 4711 }], energie: 17, volume: '1.500' }] };
  } },
  CreerDemandeCHF: { creerDemandeCHF: args => ({ accuse: { 'c:idDemande': args.idDemande, 'c:numeroDemande': 'D0000000001', 'c:etat': 'REC',
    'c:dateReception': '2026-11-24T09:00:00+01:00',
    'c:message': [{ attributes: { code: 'M01' }, $value: `Reçue de ${args.client.contact[0].nom}, ${args.client.attributes['xsi:type']}` }] } }) },
};
const pem = file => fs.readFileSync(tls + '/' + file);
const server = https.createServer({ cert: pem('server.crt'), key: pem('server.key'), ca: pem('authority.crt'), requestCert: true, rejectUnauthorized: true });
server.listen(0, '127.0.0.1', () => {
  for (const name of Object.keys(services)) {
    const uri = contracts + '/' + name + '.wsdl';
    soap.listen(server, { path: '/ws/' + name, uri, xml: fs.readFileSync(uri, 'utf8'), services: { [name]: { [name + 'Port']: services[name] } } });
  }
  console.log(server.address().port);
});
process.stdin.on('end', () => process.exit()).resume();
